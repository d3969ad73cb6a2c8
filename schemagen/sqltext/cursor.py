"""A place in a sequence of tokens, from which small grammars read on."""

from __future__ import annotations

from schemagen.sqltext.keywords import RESERVED
from schemagen.sqltext.tokens import SqlTextError, Token, TokenKind, check_balanced, tokenize

_OPEN = frozenset("([")
_CLOSE = frozenset(")]")


class Cursor:
    """Reads SQL text from left to right. Brackets are known to be balanced.

    Raises:
        SqlTextError: the text is lexically wrong.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenize(text)
        check_balanced(self.tokens)
        self.words = [token.word for token in self.tokens]
        self.index = 0

    def at_end(self) -> bool:
        """Whether every token was read."""
        return self.index >= len(self.tokens)

    @property
    def word(self) -> str:
        """The next token's word, folded; `""` at the end."""
        return self.words[self.index] if self.index < len(self.words) else ""

    @property
    def token(self) -> Token | None:
        """The next token."""
        return self.tokens[self.index] if self.index < len(self.tokens) else None

    @property
    def offset(self) -> int:
        """Where the next token starts; at the end, where the text ends."""
        token = self.token
        return token.start if token else len(self.text)

    def kind_is(self, *kinds: TokenKind) -> bool:
        """Whether the next token is of one of the kinds."""
        token = self.token
        return token is not None and token.kind in kinds

    def looks_at(self, *words: str) -> bool:
        """Whether exactly these words come next."""
        return self.words[self.index : self.index + len(words)] == list(words)

    def accept(self, *words: str) -> bool:
        """Read these words if they come next."""
        if not self.looks_at(*words):
            return False
        self.index += len(words)
        return True

    def expect(self, *words: str, after: str) -> None:
        """Read these words; they must come next."""
        if not self.accept(*words):
            raise self.error(f"expected '{' '.join(words)}' after {after}")

    def take(self) -> Token:
        """Read one token."""
        token = self.token
        if token is None:
            raise self.error("the text ends too early")
        self.index += 1
        return token

    def name(self, what: str, *, reserved: bool = False) -> str:
        """Read a name, as the catalog has it. `reserved` lets it be a reserved word, for places
        where nothing but a name can stand."""
        token = self.token
        if token is None or not token.is_name:
            raise self.error(f"expected {what}")
        if not reserved and token.kind is TokenKind.NAME and token.word in RESERVED:
            hint = f'to use it as a name, write it in quotes: "{token.word}"'
            raise self.error(f"expected {what} ({hint})")
        self.index += 1
        return token.name

    def qualified_name(self, what: str) -> str:
        """Read a name with or without a schema, and return it as written."""
        start = self.index
        self.name(what)
        while self.accept("."):
            self.name(what, reserved=True)
        return self.slice(start)

    def names_in_brackets(self, what: str) -> list[str]:
        """Read `(a, b)`."""
        self.expect("(", after=what)
        names = [self.name("a name", reserved=True)]
        while self.accept(","):
            names.append(self.name("a name", reserved=True))
        self.expect(")", after="the names")
        return names

    def in_brackets(self, after: str) -> str:
        """Read `( … )` and return what stands inside."""
        if self.word != "(":
            raise self.error(f"expected '(' after {after}")
        start = self.index
        self.skip_brackets()
        inner = self.text[self.tokens[start].end : self.tokens[self.index - 1].start].strip()
        if not inner:
            raise SqlTextError("nothing stands between the parentheses", self.tokens[start].start)
        return inner

    def skip_brackets(self) -> None:
        """Read from an opening bracket to its partner."""
        depth = 0
        while True:
            word = self.words[self.index]
            depth += (word in _OPEN) - (word in _CLOSE)
            self.index += 1
            if depth == 0:
                return

    def skip_until(self, *words: str) -> str:
        """Read up to one of the words outside brackets, or to the end; return the text."""
        start = self.index
        while not self.at_end() and self.word not in words:
            if self.word in _OPEN:
                self.skip_brackets()
            else:
                self.index += 1
        return self.slice(start)

    def slice(self, start: int) -> str:
        """Return the text from a token's index up to what was read last."""
        if self.index == start:
            return ""
        return self.text[self.tokens[start].start : self.tokens[self.index - 1].end]

    def error(self, message: str) -> SqlTextError:
        """Build the error that says what was expected at the next token, and what stands there."""
        token = self.token
        found = f", found '{token.text}'" if token else ", but the text ends"
        return SqlTextError(message + found, self.offset)
