"""Shapes of activities to and from the formats of others: GeoJSON, KML, Cursor on Target, NOTAM, iCalendar, tables, MGRS.

Pure: bytes in, shapes out, and back. Every importer says in words what it understood and asks a person what it cannot know; it
guesses nothing in silence, and no hostile file makes it work long. It knows no line and no party, and says nothing to anybody.
"""

from watchline.interchange.cot import read_cot
from watchline.interchange.formats import READERS, WRITERS, format_of
from watchline.interchange.geojson import read_geojson
from watchline.interchange.geojson_out import write_geojson
from watchline.interchange.grid import grid_reference, read_grid
from watchline.interchange.icalendar import Planned, write_icalendar
from watchline.interchange.kml import read_kml
from watchline.interchange.notam import read_notams
from watchline.interchange.order import first_of, middle, middle_of
from watchline.interchange.position_text import degrees_text, read_position
from watchline.interchange.table_text import read_table, write_table
from watchline.interchange.understood import Answers, Choice, Question, Shape, question_lines, settled
from watchline.interchange.words import area_words, volume_words
from watchline.interchange.xml_out import write_cot, write_kml

__all__ = [
    "READERS",
    "WRITERS",
    "Answers",
    "Choice",
    "Planned",
    "Question",
    "Shape",
    "area_words",
    "degrees_text",
    "first_of",
    "format_of",
    "grid_reference",
    "middle",
    "middle_of",
    "question_lines",
    "read_cot",
    "read_geojson",
    "read_grid",
    "read_kml",
    "read_notams",
    "read_position",
    "read_table",
    "settled",
    "volume_words",
    "write_cot",
    "write_geojson",
    "write_icalendar",
    "write_kml",
    "write_table",
]
