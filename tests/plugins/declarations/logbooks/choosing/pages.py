"""A book's page, and books that are not read as meant, for the tests."""

import re

from django.urls import reverse

# "Quê quán" is an address by its heading; here it holds what the visit was for.
ODD = [("Họ và tên", "Máy", "Ngày", "Giờ vào", "Quê quán")] + [
    (f"Lê Văn {letter}", f"091234567{n}", "15/07/2021", "07:30", "Giao hàng")
    for n, letter in enumerate("ABC")
]
UNCLEAR = [("Bảo vệ ghi, ngày 15/7/2021",), ("Anh/Chị", "Máy", "Lúc ấy")] + [
    (f"Lê Văn {letter}", f"091234567{n}", "7h30") for n, letter in enumerate("ABC")
]


def address(book):
    return reverse("declarations_logbook_modeladmin_inspect", args=[book.pk])


def page(client, book):
    return client.get(address(book)).content.decode()


def confirm(client, book, **sent):
    return client.post(reverse("declarations_logbook_confirm", args=[book.pk]), sent)


def as_shown(html):
    """What a browser would send of the fields that change how the book is read."""
    sent = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name = re.search(r'name="(s\d+_\w+|text|date_order)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        ticked = " checked" in tag or 'type="number"' in tag
        if name and ticked:
            sent[name[1]] = value[1] if value else "on"
    for name, options in re.findall(r'<select name="(s\d+_\w+)".*?>(.*?)</select>', html, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def version_on(html):
    return re.search(r'name="seen" value="([^"]+)"', html)[1]
