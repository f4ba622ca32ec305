"""The list of documents that a regulation asks to keep."""

from typing import Any

from rostok.packs.content import PackContent
from rostok.packs.fields import Noted, Text
from rostok.packs.sections import Section, add_section


class ListedDocument(Noted):
    title: Text


class DocumentGroup(Noted):
    group: Text
    number: Text | None = None
    items: list[ListedDocument]


class DocumentList(Noted):
    title: Text | None = None
    documents: list[DocumentGroup] = []


def show(content: PackContent) -> dict[str, Any]:
    return {
        "documents": [
            {
                "group": group.group,
                "items": [{"title": item.title, "note": item.note} for item in group.items],
            }
            for group in content.of(DocumentList).documents
        ]
    }


DOCUMENTS = add_section(
    Section(
        name="documents",
        file="documents.yaml",
        schema=DocumentList,
        title="Перечень документов",
        order=80,
        template="documents/section.html",
        show=show,
        count=lambda section: sum(len(group.items) for group in section.documents),
    ),
    origin="documents",
)
