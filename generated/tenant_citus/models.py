# Made by schemagen from specs/tenant_citus.yaml. Do not edit.
"""The tenant project where its communities are too many for one server: on Citus, distributed by
community. All that belongs to a community is on one node, and so is every transaction of it.
"""

import math
from typing import Annotated, Any, ClassVar, TypeVar
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    SerializerFunctionWrapHandler,
    StrictBool,
    StrictStr,
    model_serializer,
)

__all__ = [
    "Badge",
    "BadgeMetadata",
    "BadgeUpdate",
    "Community",
    "CommunitySettings",
    "CommunityUpdate",
    "Manifest",
    "ManifestCategory",
    "ManifestChannel",
    "ManifestContent",
    "ManifestEligibility",
    "ManifestRole",
    "ManifestTheme",
    "ManifestUpdate",
    "NewBadge",
    "NewCommunity",
    "NewManifest",
    "NewProfile",
    "NewShadowState",
    "Profile",
    "ProfileMetadata",
    "ProfileUpdate",
    "ShadowResources",
    "ShadowState",
    "ShadowStateUpdate",
    "ThemeOverrides",
]


def _storable(text: str) -> str:
    """Refuse what no text in PostgreSQL can hold: U+0000 and halves of surrogate pairs."""
    if "\x00" in text:
        raise ValueError("PostgreSQL cannot store the character U+0000")
    text.encode()
    return text


def _unset() -> Any:
    """Stand for a value that the database chooses."""
    return None


_Integer = Annotated[int, Field(ge=-2147483648, le=2147483647)]
_Text = Annotated[str, AfterValidator(_storable)]


class JsonObject(BaseModel):
    """A JSON object: no coercion, JSON's own keys in dumps, and no key that was not given."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        populate_by_name=True,
        protected_namespaces=(),
        validate_assignment=True,
    )

    @model_serializer(mode="wrap")
    def _dump(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        dumped: dict[str, Any] = dump(self)
        fields = type(self).model_fields
        if not fields:
            return dumped
        keys = {name: name if each.alias is None else each.alias for name, each in fields.items()}
        unset = keys.keys() - self.model_fields_set
        left_out = unset | {keys[name] for name in unset}
        return {
            keys.get(name, name): value for name, value in dumped.items() if name not in left_out
        }


def _not_null(value: object) -> object:
    if value is None:
        raise ValueError("null is not allowed; leave the key out")
    return value


_T = TypeVar("_T")
Missable = Annotated[_T | None, BeforeValidator(_not_null)]
"""A key that may be missing, and not null: None stands for a missing one."""


def _storable_text(value: str) -> str:
    if "\0" in value:
        raise ValueError("JSON in PostgreSQL cannot hold the character U+0000")
    value.encode()
    return value


Text = Annotated[StrictStr, AfterValidator(_storable_text)]
"""A JSON string."""


def _storable_json(value: JsonValue) -> JsonValue:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("JSON has no such number")
    if isinstance(value, str):
        _storable_text(value)
    if isinstance(value, dict):
        for key, item in value.items():
            _storable_text(key)
            _storable_json(item)
    if isinstance(value, list):
        for item in value:
            _storable_json(item)
    return value


Json = Annotated[JsonValue, AfterValidator(_storable_json)]
"""Any JSON value."""


class _Row(BaseModel):
    """A row as it was read. Columns that the class does not know are left out."""

    model_config = ConfigDict(
        frozen=True,
        from_attributes=True,
        serialize_by_alias=True,
        validate_by_name=True,
    )

    TABLE: ClassVar[str]
    PRIMARY_KEY: ClassVar[tuple[str, ...]] = ()


class _New(BaseModel):
    """A row to insert.

    `model_dump(exclude_unset=True)` has the columns of the INSERT, under their names in the
    database: what was not set is left to the database, and is no value to read here. psycopg wants
    the values of `JSON_COLUMNS` wrapped in `Jsonb`, and None if the column cannot be NULL.
    """

    model_config = ConfigDict(
        extra="forbid",
        serialize_by_alias=True,
        validate_assignment=True,
        validate_by_name=True,
    )

    TABLE: ClassVar[str]
    JSON_COLUMNS: ClassVar[tuple[str, ...]] = ()


class _Update(BaseModel):
    """Changes to a row: only what was set, as for a new row."""

    model_config = ConfigDict(
        extra="forbid",
        serialize_by_alias=True,
        validate_assignment=True,
        validate_by_name=True,
    )

    TABLE: ClassVar[str]
    PRIMARY_KEY: ClassVar[tuple[str, ...]] = ()
    JSON_COLUMNS: ClassVar[tuple[str, ...]] = ()


class CommunitySettings(JsonObject):
    """A JSON object of the shape CommunitySettings."""

    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[Text, Json] = Field(init=False)


class ProfileMetadata(JsonObject):
    """A JSON object of the shape ProfileMetadata."""

    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[Text, Json] = Field(init=False)


class BadgeMetadata(JsonObject):
    """A JSON object of the shape BadgeMetadata."""

    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[Text, Json] = Field(init=False)


class ManifestRole(JsonObject):
    """A JSON object of the shape ManifestRole."""

    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[Text, Json] = Field(init=False)


class ManifestChannel(JsonObject):
    """A JSON object of the shape ManifestChannel."""

    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[Text, Json] = Field(init=False)


class ManifestCategory(JsonObject):
    """A JSON object of the shape ManifestCategory."""

    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[Text, Json] = Field(init=False)


class ThemeOverrides(JsonObject):
    """A JSON object of the shape ThemeOverrides."""

    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[Text, Json] = Field(init=False)


class ManifestTheme(JsonObject):
    """A JSON object of the shape ManifestTheme."""

    themeId: Text
    tierOverrides: Missable[ThemeOverrides] = None
    badgeOverrides: Missable[ThemeOverrides] = None


class ManifestEligibility(JsonObject):
    """A JSON object of the shape ManifestEligibility."""

    tokenAddress: Missable[Text] = None
    minBalance: Missable[Text] = None
    nftCollections: Missable[list[Text]] = None


class ManifestContent(JsonObject):
    """A JSON object of the shape ManifestContent."""

    schemaVersion: Text
    theme: ManifestTheme
    roles: list[ManifestRole]
    channels: list[ManifestChannel]
    categories: list[ManifestCategory]
    eligibility: Missable[ManifestEligibility] = None


class ShadowResources(JsonObject):
    """A JSON object of the shape ShadowResources."""

    roles: dict[Text, Text]
    channels: dict[Text, Text]
    categories: dict[Text, Text]


class Badge(_Row):
    """A badge of a profile. A revoked badge still counts as the profile's one badge of its type:
    awarding it again clears revoked_at.
    """

    TABLE = "public.badges"
    PRIMARY_KEY = ("community_id", "id")

    id: UUID
    community_id: UUID
    profile_id: UUID
    badge_type: _Text
    awarded_at: AwareDatetime
    awarded_by: UUID | None = Field(
        description=(
            "The profile that passed the badge on: the lineage of Water Sharers. Null for the "
            "first of a lineage. A giver goes only after this was emptied: Citus does not do it."
        ),
    )
    revoked_at: AwareDatetime | None
    metadata: BadgeMetadata | None
    created_at: AwareDatetime


class NewBadge(_New):
    """A new row of public.badges, dumped with `exclude_unset=True`."""

    TABLE = "public.badges"
    JSON_COLUMNS = ("metadata",)

    id: UUID = Field(default_factory=_unset)
    community_id: UUID
    profile_id: UUID
    badge_type: _Text
    awarded_at: AwareDatetime = Field(default_factory=_unset)
    awarded_by: UUID | None = Field(
        default=None,
        description=(
            "The profile that passed the badge on: the lineage of Water Sharers. Null for the "
            "first of a lineage. A giver goes only after this was emptied: Citus does not do it."
        ),
    )
    revoked_at: AwareDatetime | None = None
    metadata: BadgeMetadata | None = None
    created_at: AwareDatetime = Field(default_factory=_unset)


class BadgeUpdate(_Update):
    """Changes to a row of public.badges, dumped with `exclude_unset=True`."""

    TABLE = "public.badges"
    PRIMARY_KEY = ("community_id", "id")
    JSON_COLUMNS = ("metadata",)

    profile_id: UUID = Field(default_factory=_unset)
    badge_type: _Text = Field(default_factory=_unset)
    awarded_at: AwareDatetime = Field(default_factory=_unset)
    awarded_by: UUID | None = Field(
        default=None,
        description=(
            "The profile that passed the badge on: the lineage of Water Sharers. Null for the "
            "first of a lineage. A giver goes only after this was emptied: Citus does not do it."
        ),
    )
    revoked_at: AwareDatetime | None = None
    metadata: BadgeMetadata | None = None
    created_at: AwareDatetime = Field(default_factory=_unset)


class Community(_Row):
    """A community, the root of everything that it owns."""

    TABLE = "public.communities"
    PRIMARY_KEY = ("id",)

    id: UUID
    name: _Text
    theme_id: _Text
    subscription_tier: _Text
    discord_guild_id: _Text | None = Field(
        description="Null for a community that is on Telegram alone.",
    )
    telegram_chat_id: _Text | None = Field(
        description="Null for a community that is on Discord alone.",
    )
    is_active: StrictBool
    settings: CommunitySettings | None
    updated_at: AwareDatetime
    created_at: AwareDatetime


class NewCommunity(_New):
    """A new row of public.communities, dumped with `exclude_unset=True`."""

    TABLE = "public.communities"
    JSON_COLUMNS = ("settings",)

    id: UUID = Field(default_factory=_unset)
    name: _Text
    theme_id: _Text = Field(default_factory=_unset)
    subscription_tier: _Text = Field(default_factory=_unset)
    discord_guild_id: _Text | None = Field(
        default=None,
        description="Null for a community that is on Telegram alone.",
    )
    telegram_chat_id: _Text | None = Field(
        default=None,
        description="Null for a community that is on Discord alone.",
    )
    is_active: StrictBool = Field(default_factory=_unset)
    settings: CommunitySettings | None = None
    updated_at: AwareDatetime = Field(default_factory=_unset)
    created_at: AwareDatetime = Field(default_factory=_unset)


class CommunityUpdate(_Update):
    """Changes to a row of public.communities, dumped with `exclude_unset=True`."""

    TABLE = "public.communities"
    PRIMARY_KEY = ("id",)
    JSON_COLUMNS = ("settings",)

    name: _Text = Field(default_factory=_unset)
    theme_id: _Text = Field(default_factory=_unset)
    subscription_tier: _Text = Field(default_factory=_unset)
    discord_guild_id: _Text | None = Field(
        default=None,
        description="Null for a community that is on Telegram alone.",
    )
    telegram_chat_id: _Text | None = Field(
        default=None,
        description="Null for a community that is on Discord alone.",
    )
    is_active: StrictBool = Field(default_factory=_unset)
    settings: CommunitySettings | None = None
    updated_at: AwareDatetime = Field(default_factory=_unset)
    created_at: AwareDatetime = Field(default_factory=_unset)


class Manifest(_Row):
    """A version of a community's configuration. One version of a community is active."""

    TABLE = "public.manifests"
    PRIMARY_KEY = ("community_id", "id")

    id: UUID
    community_id: UUID
    version: _Integer
    content: ManifestContent
    checksum: _Text
    synthesized_at: AwareDatetime
    synthesized_by: _Text | None
    is_active: StrictBool
    created_at: AwareDatetime


class NewManifest(_New):
    """A new row of public.manifests, dumped with `exclude_unset=True`."""

    TABLE = "public.manifests"
    JSON_COLUMNS = ("content",)

    id: UUID = Field(default_factory=_unset)
    community_id: UUID
    version: _Integer
    content: ManifestContent
    checksum: _Text
    synthesized_at: AwareDatetime = Field(default_factory=_unset)
    synthesized_by: _Text | None = None
    is_active: StrictBool = Field(default_factory=_unset)
    created_at: AwareDatetime = Field(default_factory=_unset)


class ManifestUpdate(_Update):
    """Changes to a row of public.manifests, dumped with `exclude_unset=True`."""

    TABLE = "public.manifests"
    PRIMARY_KEY = ("community_id", "id")
    JSON_COLUMNS = ("content",)

    version: _Integer = Field(default_factory=_unset)
    content: ManifestContent = Field(default_factory=_unset)
    checksum: _Text = Field(default_factory=_unset)
    synthesized_at: AwareDatetime = Field(default_factory=_unset)
    synthesized_by: _Text | None = None
    is_active: StrictBool = Field(default_factory=_unset)
    created_at: AwareDatetime = Field(default_factory=_unset)


class Profile(_Row):
    """A member of one community."""

    TABLE = "public.profiles"
    PRIMARY_KEY = ("community_id", "id")

    id: UUID
    community_id: UUID
    discord_id: _Text | None
    telegram_id: _Text | None
    wallet_address: _Text | None
    tier: _Text | None
    current_rank: _Integer | None
    activity_score: _Integer | None
    conviction_score: _Integer | None
    joined_at: AwareDatetime | None
    last_seen_at: AwareDatetime | None
    first_claim_at: AwareDatetime | None
    metadata: ProfileMetadata | None
    updated_at: AwareDatetime
    created_at: AwareDatetime


class NewProfile(_New):
    """A new row of public.profiles, dumped with `exclude_unset=True`."""

    TABLE = "public.profiles"
    JSON_COLUMNS = ("metadata",)

    id: UUID = Field(default_factory=_unset)
    community_id: UUID
    discord_id: _Text | None = None
    telegram_id: _Text | None = None
    wallet_address: _Text | None = None
    tier: _Text | None = None
    current_rank: _Integer | None = None
    activity_score: _Integer | None = None
    conviction_score: _Integer | None = None
    joined_at: AwareDatetime | None = None
    last_seen_at: AwareDatetime | None = None
    first_claim_at: AwareDatetime | None = None
    metadata: ProfileMetadata | None = None
    updated_at: AwareDatetime = Field(default_factory=_unset)
    created_at: AwareDatetime = Field(default_factory=_unset)


class ProfileUpdate(_Update):
    """Changes to a row of public.profiles, dumped with `exclude_unset=True`."""

    TABLE = "public.profiles"
    PRIMARY_KEY = ("community_id", "id")
    JSON_COLUMNS = ("metadata",)

    discord_id: _Text | None = None
    telegram_id: _Text | None = None
    wallet_address: _Text | None = None
    tier: _Text | None = None
    current_rank: _Integer | None = None
    activity_score: _Integer | None = None
    conviction_score: _Integer | None = None
    joined_at: AwareDatetime | None = None
    last_seen_at: AwareDatetime | None = None
    first_claim_at: AwareDatetime | None = None
    metadata: ProfileMetadata | None = None
    updated_at: AwareDatetime = Field(default_factory=_unset)
    created_at: AwareDatetime = Field(default_factory=_unset)


class ShadowState(_Row):
    """What was applied of a manifest, for comparison with what is found."""

    TABLE = "public.shadow_states"
    PRIMARY_KEY = ("community_id", "id")

    id: UUID
    community_id: UUID
    manifest_version: _Integer
    applied_at: AwareDatetime
    applied_by: _Text | None
    resources: ShadowResources
    checksum: _Text
    status: _Text
    created_at: AwareDatetime


class NewShadowState(_New):
    """A new row of public.shadow_states, dumped with `exclude_unset=True`."""

    TABLE = "public.shadow_states"
    JSON_COLUMNS = ("resources",)

    id: UUID = Field(default_factory=_unset)
    community_id: UUID
    manifest_version: _Integer
    applied_at: AwareDatetime = Field(default_factory=_unset)
    applied_by: _Text | None = None
    resources: ShadowResources
    checksum: _Text
    status: _Text = Field(default_factory=_unset)
    created_at: AwareDatetime = Field(default_factory=_unset)


class ShadowStateUpdate(_Update):
    """Changes to a row of public.shadow_states, dumped with `exclude_unset=True`."""

    TABLE = "public.shadow_states"
    PRIMARY_KEY = ("community_id", "id")
    JSON_COLUMNS = ("resources",)

    manifest_version: _Integer = Field(default_factory=_unset)
    applied_at: AwareDatetime = Field(default_factory=_unset)
    applied_by: _Text | None = None
    resources: ShadowResources = Field(default_factory=_unset)
    checksum: _Text = Field(default_factory=_unset)
    status: _Text = Field(default_factory=_unset)
    created_at: AwareDatetime = Field(default_factory=_unset)
