"""Shapes of activities to and from the formats of others: GeoJSON, KML, Cursor on Target, NOTAM, iCalendar, CSV, MGRS.

Pure: bytes in, shapes out, and back. Every importer says in words what it understood and asks a person what it cannot know; it
guesses nothing in silence, and no hostile file makes it work long. It knows no line and no party, and does not say anything to anybody.
"""

from watchline.interchange.geojson import read_geojson
from watchline.interchange.order import middle_of
from watchline.interchange.understood import Answers, Choice, Question, Shape, question_lines, settled
from watchline.interchange.words import area_words, volume_words

__all__ = [
    "Answers",
    "Choice",
    "Question",
    "Shape",
    "area_words",
    "middle_of",
    "question_lines",
    "read_geojson",
    "settled",
    "volume_words",
]
