"""The routes of the record as a whole, and of what is handed over as a file: check, comparison, export, proof, chart."""

from __future__ import annotations

from typing import Any

from watchline.desk import answers_record, asks, asks_record
from watchline.desk.desk import Desk
from watchline.desk.doors import Refused
from watchline.desk.downloads import Download
from watchline.desk.limits import LARGE_BODY_BYTES_MAX
from watchline.desk.officers import Right
from watchline.desk.routes import Request, Route

PROOF, TAR, SVG = "application/octet-stream", "application/x-tar", "image/svg+xml"


async def _work(desk: Desk, request: Request) -> Any:
    return desk.operations.record_work()


async def _verify(desk: Desk, request: Request) -> Any:
    return desk.operations.record_begin("verify")


async def _export(desk: Desk, request: Request) -> Any:
    begun = desk.operations.record_begin("export")
    desk.note(request.caller, "export_begun")
    return begun


async def _compare(desk: Desk, request: Request) -> Any:
    body: asks_record.RecordCompared = request.body
    return desk.operations.record_begin("compare", [(item.name, item.data) for item in body.files])


async def _heads(desk: Desk, request: Request) -> Any:
    data = await desk.operations.read("heads_file", {})
    desk.note(request.caller, "heads_taken")
    return Download("heads.txt", PROOF, data)


async def _file(desk: Desk, request: Request) -> Any:
    path = desk.operations.record_written()
    if path is None:
        raise Refused(
            404, "unknown", "No export is ready.", "Nothing was handed over.", "Begin an export, and wait for it."
        )
    desk.note(request.caller, "export_taken", "", path.name)
    return Download(path.name, TAR, path)


async def _proof(desk: Desk, request: Request) -> Any:
    query: asks.ProofAsked = request.query
    ref = request.path["ref"]
    data = await desk.operations.read("proof", {"ref": ref, "without_body": query.without_body})
    desk.note(request.caller, "proof_taken", ref, "without its text" if query.without_body else "")
    return Download(f"proof-{ref.replace('/', '-')}.txt", PROOF, data)


async def _chart(desk: Desk, request: Request) -> Any:
    query: asks.ContactsAsked = request.query
    drawn = await desk.operations.read("contact_chart", {"on": query.on, "states": query.states})
    return Download("contacts.svg", SVG, drawn.encode(), shown=True)


_WORK = answers_record.RecordWork

RECORD: tuple[Route, ...] = (
    Route("GET", "/record", "record_work", "A check or an export of the whole record that is under way, or the last one.", Right.LOOK, _WORK, _work),
    Route("POST", "/record/verify", "record_verify", "Begin to check the whole record: every signature, hash and cosignature, without the network. One at a time.", Right.LOOK, _WORK, _verify, body=asks.Nothing),
    Route("POST", "/record/compare", "record_compare", "Begin to compare our record with another side's export or heads. What is sent stays in this node's memory and is dropped at the end.", Right.LOOK, _WORK, _compare, body=asks_record.RecordCompared, body_max=LARGE_BODY_BYTES_MAX),
    Route("GET", "/record/heads", "record_heads", "The newest head of every log with its signatures, as a file for the other side to compare with: sizes and hashes, no entry.", Right.EXPORT, _WORK, _heads, kind=PROOF),
    Route("POST", "/record/export", "record_export", "Begin to write the whole record into one file. One at a time.", Right.EXPORT, _WORK, _export, body=asks.Nothing),
    Route("GET", "/record/file", "record_file", "The file that the last export wrote: it holds every text.", Right.EXPORT, _WORK, _file, kind=TAR),
    Route("GET", "/entries/{ref:path}/proof", "entry_proof", "The proof of one entry, for a third person; it discloses this entry and no other text.", Right.EXPORT, _WORK, _proof, asks.ProofAsked, kind=PROOF),
    Route("GET", "/contacts/chart", "contact_chart", "The contact record over time as a drawing.", Right.LOOK, _WORK, _chart, asks.ContactsAsked, kind=SVG),
)  # fmt: skip
"""Before ``READING`` in the table: a reference may have slashes."""
