"""A walk that never was, whole enough to draw every document from: all states, hard texts, drawn photos and ground."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw, ImageFilter

from fieldwalk.domain.ground import Ground, Plane, Shape, read_ground, write_ground
from fieldwalk.domain.records import Action, Area, Fixes, Issue, Organisation, Photo, Stop, Walk
from fieldwalk.domain.summary import Summary, summarise
from fieldwalk.domain.tracks import Fix, pack, track_of

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SEA = Plane(59.0, 19.9)
"""Out at sea: nobody's real home."""

ADDRESS = "https://walks.example/v/ekbacken-2026-11"
WALK = "walk-ekbacken"

Point = tuple[float, float]


def moment(day: int, hour: int = 12, minute: int = 0, month: int = 11) -> int:
    """UTC milliseconds of a local time in 2026."""
    return int(datetime(2026, month, day, hour, minute, tzinfo=STOCKHOLM).astimezone(UTC).timestamp() * 1000)


BEGUN = moment(12, 17, 30)

# The route in metres east and north of the origin; the telephone loses its position between the two.
FIRST = (
    (690, 400), (736, 400), (736, 506), (598, 517), (460, 520), (299, 515), (172, 504), (163, 416), (167, 313),
    (182, 163), (253, 135), (345, 121), (428, 115),
)  # fmt: skip
SECOND = (
    (681, 106), (736, 105), (874, 101), (927, 152), (927, 255), (897, 306), (805, 319), (736, 313), (627, 305),
    (517, 301), (402, 310), (366, 359), (380, 411), (483, 428), (644, 416), (690, 400),
)  # fmt: skip
LOST_MINUTES = 7


def _paced(route: Sequence[Point], begin: int) -> Iterator[Fix]:
    """A fix every four seconds or so along the route, at a stroll, a little noisy the same way every time."""
    at = float(begin)
    for (x, y), (to_x, to_y) in pairwise(route):
        steps = max(1, round(math.hypot(to_x - x, to_y - y) / 3))
        for step in range(steps):
            share = step / steps
            noise = math.sin(at / 700) * 0.9
            east, north = x + (to_x - x) * share + noise, y + (to_y - y) * share - noise
            latitude, longitude = SEA.degrees((east, north))
            yield Fix(int(at), latitude, longitude, 6.0)
            at += 4_200


def bursts() -> list[Fixes]:
    first = list(_paced(FIRST, BEGUN))
    second = list(_paced(SECOND, first[-1].at + LOST_MINUTES * 60_000))
    return [
        Fixes(f"fixes-{n}", WALK, n, fixes[0].at, fixes[-1].at, pack(fixes)) for n, fixes in enumerate((first, second))
    ]


def _box(x: float, y: float, width: float, height: float) -> tuple[Point, ...]:
    return (x, y), (x + width, y), (x + width, y + height), (x, y + height)


_HOUSES = (
    (240, 440, 138, 30), (240, 350, 30, 80), (400, 455, 138, 28), (230, 300, 100, 26), (230, 255, 100, 26),
    (230, 208, 100, 26), (372, 165, 30, 96), (430, 160, 30, 88), (486, 165, 30, 84), (794, 430, 40, 40),
    (858, 430, 40, 40), (922, 430, 40, 40), (794, 366, 40, 40), (858, 366, 40, 40), (794, 236, 86, 26),
    (794, 186, 86, 26), (794, 136, 86, 26), (640, 50, 126, 26), (810, 48, 126, 26), (60, 420, 26, 70),
    (56, 320, 26, 70), (230, 545, 126, 26), (400, 548, 126, 26), (575, 546, 126, 26), (794, 542, 126, 26),
)  # fmt: skip
_LAMPS = (
    (430, 318), (480, 309), (540, 309), (600, 312), (660, 320), (300, 527), (420, 531), (540, 529), (745, 455),
    (745, 350), (745, 250), (745, 180), (172, 460), (175, 360), (178, 240), (260, 147), (350, 133), (600, 118),
    (820, 113), (560, 424),
)  # fmt: skip
_DARK = frozenset({(480, 309), (540, 309), (600, 312), (820, 113)})
_TREES = (
    (575, 350, 11), (600, 330, 9), (655, 345, 8), (560, 385, 8), (640, 270, 10), (70, 250, 10), (105, 195, 11),
    (990, 300, 11), (1000, 235, 9), (380, 60, 9), (45, 580, 12), (125, 575, 9),
)  # fmt: skip


def _drawn() -> Iterator[tuple[str, tuple[Point, ...], dict[str, object]]]:
    green = ((395, 412), (540, 470), (640, 405), (715, 395), (715, 205), (560, 210), (510, 300), (345, 300))
    yield "green", green, {}
    yield "green", ((-60, 270), (125, 290), (160, 140), (345, 80), (430, 0), (-60, 0)), {}
    yield "green", ((965, 360), (1080, 370), (1080, 0), (980, 10), (955, 150)), {}
    yield "water", ((-60, 135), (80, 165), (140, 110), (265, 60), (290, 0), (-60, 0)), {"name": "Ekviken"}
    yield "square", _box(646, 372, 76, 60), {"name": "Torget"}
    for house in _HOUSES:
        yield "house", _box(*house), {}
    yield "road", ((-60, 497), (345, 520), (736, 509), (1080, 505)), {"name": "Lindvägen"}
    yield "road", ((736, 650), (736, 0)), {"name": "Skolgatan"}
    yield "road", ((168, 508), (160, 320), (182, 163), (250, 133), (428, 115), (1080, 97)), {"name": "Ringvägen"}
    yield "path", ((168, 310), (402, 308), (736, 313)), {"name": "Parkstigen"}
    yield "path", ((402, 308), (366, 357), (380, 413), (483, 430), (646, 414)), {}
    yield "tunnel", ((340, 140), (360, 100)), {}
    for lamp in _LAMPS:
        yield "lamp", (lamp,), {"lit": lamp not in _DARK}
    for x, y, radius in _TREES:
        yield "tree", ((x, y),), {"radius": float(radius)}


def ground() -> Ground:
    """The neighbourhood as it would come from a file."""
    shapes = (
        Shape(kind, tuple(SEA.degrees(point) for point in points), **more)  # type: ignore[arg-type]
        for kind, points, more in _drawn()
    )
    return read_ground(write_ground(shapes))


@cache
def photo(scene: str) -> bytes:
    """A drawn evening (or day) as a JPEG of 1200 x 900: the same bytes for the same scene."""
    day, lit, bushes, bags = scene.startswith("day"), "lit" in scene, "bushes" in scene, scene.count("bag")
    image = Image.new("RGB", (1200, 900), (164, 190, 204) if day else (22, 34, 50))
    draw = ImageDraw.Draw(image)
    for n, (x, height) in enumerate(((-40, 300), (250, 380), (560, 330), (860, 400))):
        shade = 150 + n * 9 if day else 36 + n * 5
        draw.rectangle((x, 480 - height, x + 260, 482), fill=(shade, shade - 6, shade - 4 if day else shade + 14))
        for index in range(24):
            left, top = x + 26 + index % 4 * 56, 500 - height + index // 4 * 56
            warm = (index * 7 + n * 5) % 3 == 0 and not day
            glass = (232, 190, 112) if warm else (96, 112, 126) if day else (28, 38, 50)
            if top < 430:
                draw.rectangle((left, top, left + 26, top + 32), fill=glass)
    draw.rectangle((0, 480, 1200, 900), fill=(132, 148, 108) if day else (34, 46, 42))
    draw.polygon([(560, 480), (640, 480), (980, 900), (200, 900)], fill=(188, 180, 166) if day else (62, 66, 70))
    if lit and not day:
        glow = Image.new("L", image.size)
        for x in (290, 910):
            ImageDraw.Draw(glow).ellipse((x - 190, 110, x + 190, 560), fill=190)
        image.paste((248, 208, 132), mask=glow.filter(ImageFilter.GaussianBlur(70)))
    for x in (290, 910):
        draw.rectangle((x - 5, 240, x + 5, 700), fill=(18, 24, 28))
        draw.ellipse((x - 20, 222, x + 20, 262), fill=(255, 244, 208) if lit else (60, 64, 68))
    if bushes:
        for n in range(14):
            x, radius = 60 + n * 84, 90 + n % 3 * 26
            draw.ellipse((x - radius, 640 - radius, x + radius, 640 + radius), fill=(38 + n % 4 * 6, 70, 48))
    for n in range(bags):
        draw.ellipse((360 + n * 110, 700, 460 + n * 110, 800), fill=(30, 34, 40))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=82)
    return file.getvalue()


SCENES: Mapping[str, str] = {
    hashlib.sha256(name.encode()).hexdigest(): name
    for name in (
        "dark", "dark lit", "dark bushes", "dark lit tidy", "dark bagbagbag", "dark lit door", "day bushes bag",
        "day playground", "dark lit square", "dark lit entrance", "dark tunnel",
    )
}  # fmt: skip
_HASHES = {name: sha256 for sha256, name in SCENES.items()}


def picture(sha256: str) -> bytes | None:
    """The photos of the sample; one of them has not arrived."""
    name = SCENES.get(sha256)
    return photo(name) if name else None


def _issue(
    number: int, kind: str, category: str, place: str | None, east: float, north: float, **more: object
) -> Issue:
    latitude, longitude = SEA.degrees((east, north))
    fields: dict[str, object] = {"marked_at": BEGUN + number * 240_000, "light": "dark", **more}
    position = [latitude, longitude, 5.0]
    return replace(
        Issue(f"issue-{number:04}", WALK, number, kind, category, None, None, None, None, position, place),
        **fields,  # type: ignore[arg-type]
    )


def _action(number: int, state: str, owner: str | None, **fields: object) -> Action:
    return replace(Action(f"issue-{number:04}", WALK, None, owner, state=state), **fields)  # type: ignore[arg-type]


ISSUES = [
    _issue(1, "care", "lighting", "Parkstigen, mitt i parken", 736, 452, severity=3,
           words="”Jag går en omväg på tio minuter hellre än att gå här.” Elva av tjugo nämnde platsen.",
           cause="Fyra lyktor i rad är släckta. En kabel gick av vid grävning i september.",
           proposal="Laga kabeln och byt till varmare ljus."),
    _issue(2, "care", "greenery", "Cykelstället vid Lindvägen 14", 529, 520, severity=2,
           words="Det går inte att se om någon står bakom häcken när man låser cykeln.",
           cause="Häcken är drygt två meter hög och skymmer lampan.", proposal="Klipp häcken till en meter."),
    _issue(3, "good", "good", "Torget kring fontänen", 660, 456,
           words="”Här ser man folk, och folk ser en.” Jämnt ljus, öppet till sent och bänkar som används.",
           proposal="Behåll butikernas kvällsljus och ställ ut två bänkar till."),
    _issue(4, "care", "tunnel", "Gångtunneln under Ringvägen", 172, 504, severity=3,
           words="Här vänder många. Man ser inte vem som kommer i andra änden. 😟",
           cause="Två armaturer av sex lyser, och taket är målat mörkt.",
           proposal="Måla taket vitt och byt armaturerna."),
    _issue(5, "care", "litter", "Soprummet, Ringvägen 21", 167, 335, severity=2,
           words="Trångt och smutsigt. Ingen vill ta emot ett barn i handen och en soppåse samtidigt.",
           cause="Dörren stängde inte och hämtningen hade missats två veckor i rad.",
           proposal="Laga dörren, extra hämtning och en lampa som tänds av rörelse."),
    _issue(6, "care", "door", "Cykelrummet, Ringvägen 27", 182, 174, severity=1,
           words="”Jag tar hellre upp cykeln i hissen.” Sex cyklar har försvunnit sedan i våras.",
           cause="Dörren går att öppna utan nyckel.", proposal="Kamera i rummet."),
    _issue(7, "care", "traffic", "Övergången vid Ringvägen–Dammstigen", 345, 122, severity=2,
           words="Bilarna saktar inte in. Barnen tvekar mitt på gatan.", proposal="Måla om och höj övergången."),
    _issue(8, "care", "sign", "=HYPERLINK(\"http://example.invalid\")", 736, 105, severity=1,
           words="=cmd|'/c calc'!A1", cause="@SUM(1+1)*cmd", proposal="-2+3 skyltar"),
    _issue(9, "care", "meeting", "Bänkarna vid östra gården", 927, 185, severity=1,
           words="Delade meningar. ”Enda stället vi får vara på”, säger unga. المكان هادئ في النهار، موحش في المساء.",
           cause="Det saknas andra platser att samlas på under kvällen.",
           proposal="Flytta en bänk till torget och ha fritidsgården öppen en kväll till."),
    _issue(10, "good", "good", "Lekplatsen i parken", 620, 258,
           words="Fri sikt från köksfönstren. Barn leker här även när det skymmer.",
           proposal="Håll buskarna under en meter."),
    _issue(11, "care", "greenery", "Genvägen bakom Skolgatan 6", 828, 316, severity=2,
           words="Smal och krokig. Man ser inte vem man möter.", cause="Syrenerna har vuxit över vägen."),
    _issue(12, "care", "unsafe", None, 517, 301, words=None),
    _issue(13, "good", "good", "Entrén på Parkstigen 8", 462, 388,
           words="Varmt ljus, glas i dörren och namn på tavlan. ”Det känns som hemma redan utanför.”"),
    _issue(14, "care", "greenery", "Backen ner mot Ekviken", 372, 385, severity=2,
           words="Halt när löven ligger kvar, och räcket slutar mitt i backen."),
]  # fmt: skip

ACTIONS = [
    _action(1, "verified", "Lindviks kommun, gata och park", due="2026-11-20", done_at=moment(17),
            answer="Kabeln är lagad och alla fyra lyktorna har bytts.", answered_at=moment(17)),
    _action(2, "done", "Lindviks Bostäder, utemiljö", due="2026-11-20", done_at=moment(19),
            answer="Häcken är klippt till 90 centimeter och läggs in i höstens skötselplan.", answered_at=moment(19)),
    _action(4, "progress", "Lindviks kommun, gata och park", due="2026-12-18",
            answer="Nya armaturer är beställda. Taket målas i samma vecka som de sätts upp.", answered_at=moment(18)),
    _action(5, "reopened", "Lindviks Bostäder, fastighet", due="2026-11-16",
            answer="Dörren lagas en gång till: den går inte igen om vintern.", answered_at=moment(19)),
    _action(6, "wont", "Lindviks Bostäder, fastighet", reason="Kameror får bara användas när andra åtgärder har"
            " prövats. Vi byter dörr och lås före 15 december och utvärderar i mars.", answered_at=moment(18)),
    _action(7, "planned", "Lindviks kommun, trafik", due="2027-06-30",
            answer="Målningen görs i maj. En upphöjd övergång provas under sommaren.", answered_at=moment(19)),
    _action(9, "progress", "Lindviks kommun, fritid", due="2027-02-01",
            answer="Fritidsgården har öppet även på tisdagar. Unga väljer själva var bänken ska stå.",
            answered_at=moment(19)),
    _action(11, "planned", "Lindviks Bostäder, utemiljö", due="2026-11-18",
            answer="Gallringen görs innan fåglarna börjar bygga bo.", answered_at=moment(18)),
    _action(14, "new", "Lindviks kommun, gata och park", due="2026-12-04"),
]  # fmt: skip


def _photo(
    number: int, scene: str, role: str = "before", description: str | None = None, day: int = 12, *, waits: bool = False
) -> Photo:
    sha256 = _HASHES.get(scene, hashlib.sha256(scene.encode()).hexdigest())
    looked = None if waits else f"{sha256} {sha256}"
    return Photo(f"photo-{number:02}-{scene.replace(' ', '-')}", WALK, f"issue-{number:04}", role, description,
                 moment(day, 18), sha256, sha256, 1200, 900, approved=looked)  # fmt: skip


PHOTOS = [
    _photo(1, "dark", description="Gångväg mellan buskar i mörker. Två lyktor är släckta."),
    _photo(1, "dark lit", "after", "Samma gångväg. Lyktorna lyser.", day=17),
    _photo(2, "dark bushes", description="Hög häck framför ett cykelställ."),
    _photo(2, "dark lit tidy", "after", "Samma häck, klippt till midjehöjd.", day=19),
    _photo(3, "dark lit square", description="Torget på kvällen med två tända lyktor och folk vid fontänen."),
    _photo(4, "dark tunnel", description=None),
    _photo(5, "dark bagbagbag", description="Tre soppåsar på marken framför dörren."),
    _photo(5, "dark lit door", "after", "Samma dörr. Marken är ren, men dörren står på glänt.", day=16),
    _photo(5, "never arrived", description="Låset på nära håll."),
    _photo(9, "day bushes bag", description="Tom bänk mellan buskar och hus. En påse skräp ligger bredvid.", day=14),
    _photo(10, "day playground", description="Lekplats i dagsljus, hus med fönster på alla sidor."),
    _photo(11, "dark bushes", waits=True),
    _photo(13, "dark lit entrance", description="Port med varmt ljus och glas i dörren."),
]

STOPS = [
    Stop("stop-0001", WALK, 1, "Torget", [*SEA.degrees((690, 400)), 0.0]),
    Stop("stop-0002", WALK, 2, "Gångtunneln", [*SEA.degrees((172, 512)), 0.0]),
    Stop("stop-0003", WALK, 3, "Parken & dammen", [*SEA.degrees((600, 360)), 0.0]),
    Stop("stop-0004", WALK, 4, "Skolan"),
]

THE_WALK = Walk(
    WALK,
    title="Trygghetsvandring i Ekbacken",
    area_id="area-ekbacken",
    purpose="Att gå de vägar som många väljer bort när det är mörkt, och ta reda på varför.",
    leader="Samira Holm, bosamordnare",
    note_taker="Anteckna Sundin",
    photographer="Foto Granlund",
    meeting_place="Fontänen på torget",
    light="dark",
    state="published",
    started_at=BEGUN,
    finished_at=moment(12, 18, 48),
    participants=20,
)
ORGANISATION = Organisation("organisation-1", "Lindviks Bostäder")
AREA = Area("area-ekbacken", "Ekbacken, Lindvik")
MADE_AT = moment(20, 9)


def sample(**other: object) -> Summary:
    """The summary of the sample walk; ``other`` are arguments of :func:`summarise` to use instead."""
    arguments: dict[str, object] = {
        "made_at": MADE_AT,
        "organisation": ORGANISATION,
        "area": AREA,
        "stops": STOPS,
        "issues": ISSUES,
        "actions": {action.id: action for action in ACTIONS},
        "photos": PHOTOS,
        "track": track_of(bursts(), THE_WALK.pauses or ()),
        "ground": ground(),
        "address": ADDRESS,
        "zone": STOCKHOLM,
        "picture": picture,
    }
    return summarise(THE_WALK, **{**arguments, **other})  # type: ignore[arg-type]


def bare(**fields: object) -> Summary:
    """A walk that somebody only began: no track, no points, no ground, no names."""
    walk = replace(Walk("walk-bare", started_at=BEGUN), **fields)  # type: ignore[arg-type]
    return summarise(walk, made_at=MADE_AT, zone=STOCKHOLM)


def many(count: int) -> Summary:
    """``count`` points along the route, each with a long text, two photos and an answer."""
    fixes = track_of(bursts()).fixes
    issues, actions, photos = [], [], []
    for n in range(count):
        fix, like = fixes[n * (len(fixes) - 1) // max(1, count - 1)], ISSUES[(0, 1, 3, 4)[n % 4]]
        position = [fix.latitude, fix.longitude, 5.0]
        issues.append(replace(like, id=f"issue-{n:04}", number=n + 1, position=position))
        actions.append(replace(ACTIONS[n % 4], id=f"issue-{n:04}"))
        photos += [replace(each, id=f"{each.id}-{n:04}", issue_id=f"issue-{n:04}") for each in PHOTOS[:2]]
    return sample(issues=issues, actions={action.id: action for action in actions}, photos=photos)
