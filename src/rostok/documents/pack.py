"""The list of documents that a regulation asks to keep."""

from typing import Any

from rostok.packs.content import PackContent
from rostok.packs.fields import Cited, Noted, Text
from rostok.packs.sections import Section, add_section


class ListedDocument(Cited):
    """A row of the list. `number` is the one printed: a list may skip one."""

    number: Text | None = None
    title: Text


class DocumentGroup(Noted):
    group: Text
    number: Text | None = None
    items: list[ListedDocument]

    @property
    def is_numbered(self) -> bool:
        return all(item.number for item in self.items)


class DocumentList(Noted):
    title: Text | None = None
    documents: list[DocumentGroup] = []


def show(content: PackContent) -> dict[str, Any]:
    return {
        "documents": [
            {
                "group": group.group,
                "items": [show_item(item) for item in group.items],
            }
            for group in content.of(DocumentList).documents
        ]
    }


def show_item(item: ListedDocument) -> dict[str, Any]:
    return {"number": item.number, "title": item.title, "note": item.note}


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
