"""Access: what actors can do is what the spec says, and a rule that is weakened is noticed.

`rules.py` reads the spec and `expecting.py` evaluates it as a superuser. `arranging.py` makes rows
and `personas.py` sessions on which rules can be told apart. `collecting.py` makes the tries, those
of policies, of privileges and of everything together; `running.py` carries them out as those who
connect. `mutants.py` weakens one thing after the other.
"""
