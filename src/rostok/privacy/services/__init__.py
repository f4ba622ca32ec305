"""What may be done about personal data."""

from rostok.privacy.services.consents import (
    give_consent,
    load_texts,
    publish_text,
    record_consent,
    record_list,
    record_withdrawal,
    withdraw_consent,
)
from rostok.privacy.services.disputes import block_part, lift_block, may_lift
from rostok.privacy.services.erasure import (
    anonymise,
    confirm_erasure,
    draft_erasure,
    draft_for_request,
    drop_erasure,
    finish_erasure,
)
from rostok.privacy.services.exports import export_about_me, forget_exports, forget_viewings
from rostok.privacy.services.outlived import forget_outlived
from rostok.privacy.services.requests import (
    answer_request,
    extend_request,
    make_request,
    record_request,
    refuse_request,
    take_request,
)

__all__ = [
    "anonymise",
    "answer_request",
    "block_part",
    "confirm_erasure",
    "draft_erasure",
    "draft_for_request",
    "drop_erasure",
    "export_about_me",
    "extend_request",
    "finish_erasure",
    "forget_exports",
    "forget_outlived",
    "forget_viewings",
    "give_consent",
    "lift_block",
    "load_texts",
    "make_request",
    "may_lift",
    "publish_text",
    "record_consent",
    "record_list",
    "record_request",
    "record_withdrawal",
    "refuse_request",
    "take_request",
    "withdraw_consent",
]
