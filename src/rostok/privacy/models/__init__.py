"""Tables of what people decided about their data, asked about it, and who looked at it."""

from rostok.privacy.models.consents import Consent, ConsentText, Medium
from rostok.privacy.models.disputes import Block
from rostok.privacy.models.exports import OwnExport
from rostok.privacy.models.requests import OPEN_STATES, DataRequest, RequestKind, RequestState
from rostok.privacy.models.retention import ErasureItem, ErasureRun, Outlived, RunState
from rostok.privacy.models.viewings import BulkPart, BulkViewing, Viewing, ViewingKind

__all__ = [
    "OPEN_STATES",
    "Block",
    "BulkPart",
    "BulkViewing",
    "Consent",
    "ConsentText",
    "DataRequest",
    "ErasureItem",
    "ErasureRun",
    "Medium",
    "Outlived",
    "OwnExport",
    "RequestKind",
    "RequestState",
    "RunState",
    "Viewing",
    "ViewingKind",
]
