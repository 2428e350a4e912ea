"""The same document by WeasyPrint and by ReportLab, for `cargo run --release -p bench -- documents <python>`.

Called with the page that the product writes and with the data it was made from; prints how many of them each engine makes in a thousand
seconds.
WeasyPrint sets the very page. ReportLab has no markup, so the words, the table and the QR code of the document are set by the program below.
"""

import io
import json
import sys
import time

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table
from weasyprint import HTML

SECONDS = 6


def rate(make):
    """How often a document is made in a thousand seconds, after a first one that is not counted."""
    make()
    start, made = time.perf_counter(), 0
    while time.perf_counter() - start < SECONDS:
        make()
        made += 1
    return round(1000 * made / (time.perf_counter() - start))


def money(amount):
    """An amount as a French reader expects it."""
    if amount is None:
        return ""
    return f"{amount['amount_minor'] / 100:,.2f} €".replace(",", " ").replace(".", ",")


def reportlab(data):
    """The document's words, its table and its code."""
    style = getSampleStyleSheet()
    agency, client, policy = data["agency"], data["client"], data["policy"]
    flow = [
        Paragraph(agency["name"], style["Heading1"]),
        Paragraph(client["display_name"], style["Normal"]),
        Paragraph(f"Police n° {policy['policy_number']}", style["Heading2"]),
    ]
    rows = [[item["label"], item["value"]] for item in policy["risk"]]
    for line in data["data"].get("lines") or []:
        rows.append([line["label"], money(line["net"]), money(line["taxes"]), money(line["total"])])
    width = max(len(row) for row in rows)
    flow.append(Table([row + [""] * (width - len(row)) for row in rows], repeatRows=1))
    flow += [Spacer(1, 12)] + [Paragraph(sentence, style["Normal"]) for sentence in agency["legal_mentions"]]
    if not data["data"].get("lines"):
        code = Drawing(85, 85)
        code.add(QrCodeWidget(data["document"]["verification_url"]))
        flow.append(code)
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4, title=data["document"]["number"]).build(flow)
    return file.getvalue()


def main():
    """Prints the rate of each engine."""
    page, facts = sys.argv[1:]
    with open(page, encoding="utf-8") as file:
        text = file.read()
    with open(facts, encoding="utf-8") as file:
        data = json.load(file)
    print("WeasyPrint", rate(lambda: HTML(string=text).write_pdf(pdf_variant="pdf/ua-1")))
    print("ReportLab", rate(lambda: reportlab(data)))


main()
