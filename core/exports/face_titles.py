"""What the faces of a session are called in other programs, each by a title of its own."""

from core.exports.xml_text import xml_text
from core.sessions.record import NOBODY, Session

WHOLE_PICTURE = "Whole picture"


def face_titles(session: Session, *, taken: tuple[str, ...] = ()) -> dict[int, str]:
    """By its number, the name that a person gave to a face, else "Face 3", for every face with a scored reading.

    In the centre view there is one title, WHOLE_PICTURE, under NOBODY. Titles are one line, may stand in XML, and
    differ from each other and from those that are `taken`: who comes later has the number behind the name.
    """
    readings = session.readings
    titles: dict[int, str] = {}
    for face in readings.faces:
        plain = f"Face {face}"
        name = " ".join(xml_text(session.info.faces.get(face, "")).split())
        title = name or plain
        while title in (*titles.values(), *taken):
            title = f"{title} ({plain})"
        titles[face] = title
    if (readings.face_id[readings.scored] == NOBODY).any():
        titles[NOBODY] = WHOLE_PICTURE
    return titles
