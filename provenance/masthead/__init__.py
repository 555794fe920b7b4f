"""Who published an article, when, and whom it credits.

Start at `identify` (ARTICLES with outlet, time, author), then `credit` (every name an article credits, with its role),
or `read` for both at once; `canonical` says which page an address is, `publisher` whose; `house_key` which outlet a
name means.
The world's agencies, countries, zones and months are CSV files in this folder: data, not code.
"""

from provenance.masthead.credits import Credit, credit
from provenance.masthead.hosts import canonical, publisher
from provenance.masthead.identity import identify, parted, read
from provenance.masthead.names import house_key, looks_like_agency
from provenance.masthead.wires import agencies

__all__ = [
    "Credit", "agencies", "canonical", "credit", "house_key", "identify", "looks_like_agency", "parted", "publisher",
    "read",
]  # fmt: skip
