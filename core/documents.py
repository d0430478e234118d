"""What a document must hold to be what its extension says.

`puremagic` tells the family from the first bytes. Its signatures do not tell one office format from another, nor a
text from a text ("This is " is the signature of a font), so the archive's own declarations and the encoding do that.
"""

import re
import zipfile
from codecs import getincrementaldecoder

import puremagic
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

# An office file may unpack to this many bytes, and to this many times its own weight once it is above the first limit.
UNPACKED_ALWAYS = 20 * 1024 * 1024
UNPACKED_LIMIT = 200 * 1024 * 1024
UNPACKED_RATIO = 100
MAX_ENTRIES = 10_000
# Declarations are small; nothing larger is read whole.
DECLARATION_LIMIT = 1024 * 1024

OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
MAIN_PARTS = {
    "docx": f"{OOXML}wordprocessingml.document.main+xml",
    "pptx": f"{OOXML}presentationml.presentation.main+xml",
    "xlsx": f"{OOXML}spreadsheetml.sheet.main+xml",
}
MIMETYPES = {"odp": f"{ODF}presentation", "ods": f"{ODF}spreadsheet", "odt": f"{ODF}text"}
OVERRIDE = re.compile(r"<(?:\w+:)?Override\b[^>]*>")
ATTRIBUTE = re.compile(r"""(\w+)\s*=\s*["']([^"']*)["']""")
# LibreOffice writes these for an empty library.
EMPTY_LIBRARY = ("script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml")

MARKUP = re.compile(
    rb"\s*(?:<!doctype|<!--|<\?|<(?:html|head|body|svg|script|iframe|meta|title|table|a|b|p|div|style|img)[\s/>])|#!",
    re.IGNORECASE,
)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def check_pdf(file: UploadedFile, extension: str) -> None:
    """Raise `ValidationError` unless the file begins and ends as a PDF does."""
    _check_family(file, extension)
    head = file.read(5)
    file.seek(max((file.size or 0) - 1024, 0))
    if head != b"%PDF-" or b"%%EOF" not in file.read():
        raise _unreadable(extension)


def check_office(file: UploadedFile, extension: str) -> None:
    """Raise `ValidationError` unless the file is a whole, open office file of that format, without macros."""
    _check_family(file, extension)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_archive(archive, weight=file.size or 0)
            check_content = _check_ooxml if extension in MAIN_PARTS else _check_odf
            check_content(archive, extension)
            # Last, because it unpacks everything: every checksum must be right.
            if archive.testzip() is not None:
                raise _unreadable(extension)
    except ValidationError:
        raise
    except Exception as error:
        # A hostile archive makes zipfile and zlib raise almost anything.
        raise _unreadable(extension) from error


def check_text(file: UploadedFile, extension: str) -> None:
    """Raise `ValidationError` unless the file is plain text, in UTF-8 or Windows-1252, and no web page or script."""
    if not (_is_text(file, "utf-8") or _is_text(file, "cp1252")):
        sentence = _("This file is not plain text: save it as text in UTF-8.")
        raise ValidationError(sentence, code="content")
    file.seek(0)
    head = file.read(4096).removeprefix(BYTE_ORDER_MARK)
    if MARKUP.match(head) or b"<script" in head.lower():
        sentence = _("This file holds a web page, a drawing or a script: upload plain text without code.")
        raise ValidationError(sentence, code="markup")
    if extension == "ics" and not head.lstrip().upper().startswith(b"BEGIN:VCALENDAR"):
        raise _unreadable(extension)


def _check_family(file: UploadedFile, extension: str) -> None:
    file.seek(0)
    try:
        families = {match.extension for match in puremagic.magic_stream(file)}
    except (puremagic.PureError, ValueError):
        families = set()
    if f".{extension}" not in families:
        raise _unreadable(extension)
    file.seek(0)


def _check_archive(archive: zipfile.ZipFile, *, weight: int) -> None:
    """Judge by what the directory declares: zipfile never unpacks more of an entry than is declared for it."""
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise _protected()
    unpacked = sum(entry.file_size for entry in entries)
    allowed = min(UNPACKED_LIMIT, max(UNPACKED_ALWAYS, weight * UNPACKED_RATIO))
    if unpacked > allowed or len(entries) > MAX_ENTRIES:
        sentence = _("This file would take %(unpacked)s once opened; at most %(allowed)s is accepted for its weight.")
        sizes = {"unpacked": filesizeformat(unpacked), "allowed": filesizeformat(allowed)}
        raise ValidationError(sentence % sizes, code="bomb")


def _check_ooxml(archive: zipfile.ZipFile, extension: str) -> None:
    declared = _declaration(archive, "[Content_Types].xml")
    if "macroenabled" in declared.lower() or any(n.lower().endswith("vbaproject.bin") for n in archive.namelist()):
        raise _has_macros()
    parts = (dict(ATTRIBUTE.findall(tag)) for tag in OVERRIDE.findall(declared))
    main = {p.get("PartName", "").lstrip("/") for p in parts if p.get("ContentType") == MAIN_PARTS[extension]}
    if not main & set(archive.namelist()):
        raise _unreadable(extension)


def _check_odf(archive: zipfile.ZipFile, extension: str) -> None:
    names = archive.namelist()
    if "encryption-data" in _declaration(archive, "META-INF/manifest.xml"):
        raise _protected()
    if any(n.startswith(("Basic/", "Scripts/")) and not n.endswith(("/", *EMPTY_LIBRARY)) for n in names):
        raise _has_macros()
    if _declaration(archive, "mimetype").strip() != MIMETYPES[extension] or "content.xml" not in names:
        raise _unreadable(extension)


def _declaration(archive: zipfile.ZipFile, name: str) -> str:
    """The text of a small entry. Raises `KeyError` when it is missing."""
    with archive.open(name) as entry:
        return entry.read(DECLARATION_LIMIT).decode("utf-8", errors="replace")


def _is_text(file: UploadedFile, encoding: str) -> bool:
    decoder = getincrementaldecoder(encoding)()
    try:
        for chunk in file.chunks():
            if CONTROL.search(chunk):
                return False
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _unreadable(extension: str) -> ValidationError:
    # The extension is one of the accepted ones, never the uploader's words.
    sentence = _("This file is not a whole .%(extension)s file: save it again in that format, then upload it.")
    return ValidationError(sentence % {"extension": extension}, code="content")


def _has_macros() -> ValidationError:
    return ValidationError(_("This file holds macros, which are not accepted: save it without them."), code="macros")


def _protected() -> ValidationError:
    return ValidationError(_("This file is protected by a password: save it without one."), code="protected")
