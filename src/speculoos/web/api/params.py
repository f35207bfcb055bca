"""The parameters that several routes share, with their bounds and their words in the documentation."""

from ninja.params import P, PathEx, QueryEx

from speculoos.web.api.schemas import Format, RegistryFormat

LARGEST = 2**31 - 1
"""The largest number of a version that every database can be asked for."""

SiteName = PathEx[str, P(description="The site's short name, as it stands in addresses.", example="platform")]
VersionNumber = PathEx[int, P(description="The number of a published version, from 1.", example=1)]
Receipt = PathEx[str, P(description="The receipt of a visitor's choice.", example="vT2hWm3cZx9kQeRy")]
RecordId = PathEx[str, P(description="The id of a record.", example="0123456789abcdef0123456789abcdef")]

Limit = QueryEx[int, P(ge=1, le=200, description="How many items a page has.")]
Offset = QueryEx[int, P(ge=0, le=1_000_000, description="How many items to skip.")]
Language = QueryEx[
    str | None,
    P(max_length=20, description="A language tag such as `fr`; without it, the site's default language."),
]
PolicyFormat = QueryEx[Format, P(description="What to render.")]
RegistryFileFormat = QueryEx[RegistryFormat, P(description="How to write the registry.")]
Jurisdictions = QueryEx[
    str | None,
    P(max_length=200, description="Codes of places, separated by commas; without it, the site's own.", example="FR,DE"),
]
Number = QueryEx[int, P(ge=1, le=LARGEST, description="The number of a published version.", example=1)]
Size = QueryEx[int, P(ge=1, le=LARGEST, description="How many records the ledger had.", example=1)]
OptionalNumber = QueryEx[
    int | None, P(ge=1, le=LARGEST, description="The number of a published version; without it, the current one.")
]
