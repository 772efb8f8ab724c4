"""What was said and seen on the demo's walks. Made up: no real place, house or person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fieldwalk.domain.ground import Metres

CARETAKER = "Jonas Berg, fastighetsskötare"
GROUNDS = "Lindviks Bostäder, utemiljö"
STREETS = "Kommunen, gata och park"
LEISURE = "Kommunen, fritid"


@dataclass(frozen=True)
class Shot:
    """A photo: its scene, whether it shows the place ``before`` or ``after``, and what is to be seen.

    One of ``noon`` was taken in daylight, whenever the walk was.
    """

    scene: str
    role: str
    description: str
    noon: bool = False


@dataclass(frozen=True)
class Told:
    """One point or good place. Days are counted from the walk; ``steps`` are the states its action went through."""

    place: str
    at: Metres
    category: str
    words: str
    severity: int | None = None
    cause: str | None = None
    proposal: str | None = None
    shots: Sequence[Shot] = ()
    owner: str | None = None
    due: int | None = None
    steps: Sequence[str] = ()
    answer: str | None = None
    reason: str | None = None
    answered: int | None = None
    done: int | None = None
    indoors: bool = False
    """The phone has no sky there: for seven minutes nobody knows the way."""

    @property
    def kind(self) -> str:
        """A place with no severity is one to keep."""
        return "care" if self.severity else "good"


def before(scene: str, description: str) -> Shot:
    """A photo of the place as the walk found it."""
    return Shot(scene, "before", description)


def after(scene: str, description: str, noon: bool = False) -> Shot:
    """A photo of the same place when the work was done."""
    return Shot(scene, "after", description, noon)


EVENING: Sequence[Told] = (
    Told(
        "Cykelstället vid Lindvägen 14",
        (420, 618),
        "greenery",
        "Det går inte att se om någon står bakom häcken när man låser cykeln.",
        2,
        "Häcken är drygt två meter hög och skymmer lampan.",
        "Klipp häcken till en meter.",
        (
            before("hedge_before", "En hög häck täcker halva bilden. Lampan bakom lyser bara på cyklarna."),
            after("hedge_after", "Samma häck, nu knähög. Sikten är fri till cyklarna och husen.", noon=True),
        ),
        GROUNDS,
        9,
        ("planned", "progress", "done", "verified"),
        "Häcken är klippt till 90 centimeter och läggs in i skötselplanen.",
        answered=3,
        done=7,
    ),
    Told(
        "Busshållplatsen på Lindvägen",
        (250, 612),
        "sign",
        "Delade meningar. Unga känner sig trygga här, flera äldre undviker platsen efter klockan nio.",
        1,
        "Reklamtavlan skymmer sikten från gatan.",
        "Flytta tavlan till andra sidan av kuren.",
        (),
        "Kommunen, trafik",
        70,
        ("planned",),
        "Tavlan flyttas när kuren byts.",
        answered=6,
    ),
    Told(
        "Porten på Ringvägen 3",
        (140, 520),
        "door",
        "Mörkt just där man letar efter nyckeln.",
        2,
        "Lampan över porten tänds för sent.",
        "Ställ om ljusreläet.",
        (
            before("door_before", "En port i mörker. Lampan ovanför är släckt."),
            after("door_after", "Samma port i skymning. Lampan ovanför är tänd och glaset i dörren lyser."),
        ),
        CARETAKER,
        8,
        ("planned", "done"),
        "Reläet är omställt. Lampan tänds nu trettio minuter tidigare.",
        answered=2,
        done=6,
    ),
    Told(
        "Soprummet, Ringvägen 21",
        (148, 360),
        "litter",
        "Trångt och smutsigt. Ingen vill ta emot ett barn i handen och en soppåse samtidigt.",
        2,
        "Dörren stängde inte och hämtningen hade missats två veckor i rad.",
        "Laga dörren, extra hämtning och en lampa som tänds av rörelse.",
        (
            before("waste_before", "En port i mörker. Sex soppåsar ligger på marken framför dörren."),
            after("waste_after", "Samma port. Marken är ren och en lampa lyser ovanför dörren."),
        ),
        CARETAKER,
        5,
        ("planned", "progress", "done"),
        "Dörren är lagad, rummet städat och lampan bytt. Hämtningen följs upp varje måndag.",
        answered=1,
        done=4,
    ),
    Told(
        "Gångtunneln under Ringvägen",
        (398, 250),
        "tunnel",
        "”Man hör steg men ser ingen.” Alla i gruppen ville gå tillsammans här.",
        3,
        "Två av sex armaturer fungerar. Väggarna är mörka och det finns ingen annan väg.",
        "Ny belysning, ljusa väggar och en spegel i kröken.",
        (before("tunnel", "Mynningen till en mörk gångtunnel. Två svaga lampor syns långt där inne."),),
        STREETS,
        36,
        ("planned", "progress"),
        "Belysningen är beställd. Väggarna målas när det är tillräckligt varmt för färgen.",
        answered=6,
    ),
    Told(
        "Trappan ner mot Ekviken",
        (440, 236),
        "stairs",
        "Man känner sig fram med foten. Räcket tar slut tre steg för tidigt.",
        2,
        "Lyktan vid trappans topp är släckt och stegens kanter syns inte.",
        "Tänd lyktan, märk kanterna och förläng räcket.",
        (before("steps", "En bred trappa i mörker. Lyktan bredvid är släckt och räcket når inte ända ner."),),
        STREETS,
        44,
        ("planned",),
        "Lyktan lagas i veckan. Räcket förlängs när entreprenören ändå är på plats.",
        answered=7,
    ),
    Told(
        "Cykelrummet, Ringvägen 27",
        (552, 236),
        "door",
        "”Jag tar hellre upp cykeln i hissen.” Sex cyklar har försvunnit det senaste halvåret.",
        2,
        "Dörren går att öppna utan nyckel.",
        "Kamera i rummet.",
        (),
        CARETAKER,
        24,
        ("planned", "wont"),
        "Vi byter dörr och lås i stället, och ser efter om tre månader vad det gav.",
        "kameror får bara användas när andra åtgärder har prövats.",
        answered=6,
        indoors=True,
    ),
    Told(
        "Övergången vid Ringvägen och Bryggvägen",
        (648, 241),
        "traffic",
        "Bilarna saktar inte in. Barnen tvekar mitt på gatan.",
        3,
        "Målningen är sliten och lyktan står tjugo meter bort.",
        "Måla om och höj övergången.",
        (before("crossing", "En sliten övergång över en mörk gata. Lyktan närmast är släckt."),),
        "Kommunen, trafik",
        120,
        ("planned",),
        "Målningen görs så snart vägbanan är torr. En upphöjd övergång provas därefter.",
        answered=7,
    ),
    Told(
        "Infarten vid Ringvägen 40",
        (798, 400),
        "traffic",
        "Mopeder kör på gångbanan efter skoltid.",
        1,
        "Kantstenen är låg och det saknas hinder.",
        "Sätt upp pollare.",
        (),
        "Kommunen, trafik",
        22,
    ),
    Told(
        "Bänkarna vid östra gården",
        (706, 450),
        "meeting",
        "Delade meningar. ”Enda stället vi får vara på”, säger unga. Grannarna hör allt.",
        1,
        "Det saknas andra platser att samlas på under kvällen.",
        "Flytta en bänk till torget och ha fritidsgården öppen en kväll till.",
        (before("yard", "Två tomma bänkar i mörker. Fyra påsar med skräp ligger mellan dem."),),
        LEISURE,
        60,
        ("planned", "progress"),
        "Fritidsgården har öppet även på tisdagar. Unga väljer själva var bänken ska stå.",
        answered=7,
    ),
    Told(
        "Genvägen bakom Skolgatan 6",
        (588, 424),
        "greenery",
        "Smal och krokig. Man ser inte vem man möter.",
        2,
        "Syrenerna har vuxit över vägen.",
        "Gallra och belys.",
        (),
        CARETAKER,
        20,
        ("planned",),
        "Gallringen görs innan fåglarna börjar bygga bo.",
        answered=6,
    ),
    Told(
        "Parkstigen, mitt i parken",
        (346, 404),
        "lighting",
        "”Jag går en omväg på tio minuter hellre än att gå här.” Elva av tjugo nämnde platsen.",
        3,
        "Fyra lyktor i rad var släckta. En kabel gick av vid grävning.",
        "Laga kabeln och byt till varmare ljus.",
        (
            before("park_before", "En gångväg mellan buskar i mörker. Fyra lyktor är släckta och vägen syns knappt."),
            after("park_after", "Samma gångväg med fyra tända lyktor. Ljuset når ut över kanterna."),
        ),
        STREETS,
        7,
        ("planned", "progress", "done"),
        "Kabeln är lagad och alla fyra lyktorna har bytts.",
        answered=5,
        done=5,
    ),
    Told(
        "Torget kring fontänen",
        (462, 548),
        "meeting",
        "”Här ser man folk, och folk ser en.” Jämnt ljus, öppet till sent och bänkar som används.",
        proposal="Behåll butikernas kvällsljus och ställ ut två bänkar till.",
        shots=(before("square", "Torget i kvällsljus. Lyktor och skyltfönster lyser över bänkar där folk sitter."),),
    ),
    Told(
        "Lekplatsen på östra gården",
        (762, 452),
        "yard",
        "Fri sikt från köksfönstren. Barn leker här även när det skymmer.",
        proposal="Håll buskarna under en meter.",
        shots=(
            before("swings", "En röd gungställning i skymning, mellan två tända lyktor. I husen bakom lyser fönstren."),
        ),
    ),
    Told(
        "Entrén på Parkstigen 8",
        (290, 398),
        "door",
        "Varmt ljus, glas i dörren och namn på tavlan. ”Det känns som hemma redan utanför.”",
        proposal="Låt samma entré bli mall för portarna 2–14.",
        shots=(before("entrance_good", "En port med varm lampa, upplyst dörrglas och två krukor med buskar."),),
    ),
)

DAYTIME: Sequence[Told] = (
    Told(
        "Kartan vid torget",
        (496, 560),
        "sign",
        "Det går inte att läsa var man är. Hemtjänsten ringer och frågar varje vecka.",
        1,
        "Solen har blekt kartan och någon har klistrat över den.",
        "Ny karta med husnummer.",
        (before("sign", "En blekt karta i en träram. Klistermärken och klotter täcker gatorna."),),
        GROUNDS,
        30,
        ("planned",),
        "En ny karta är beställd.",
        answered=5,
    ),
    Told(
        "Trapphusfönstret, Lindvägen 20",
        (250, 560),
        "window",
        "Rutan är sprucken och det drar. Barnen vågar inte gå nära.",
        2,
        "En boll i våras, säger någon.",
        "Byt rutan.",
        (),
        CARETAKER,
        10,
        ("planned", "progress", "done", "verified"),
        "Rutan är bytt.",
        answered=2,
        done=8,
    ),
    Told(
        "Bänkarna vid gången",
        (150, 520),
        "litter",
        "Fullt med påsar varje måndag. Fåglarna drar ut allt.",
        1,
        "Det finns ingen papperskorg på hela vägen.",
        "Ställ en papperskorg mellan bänkarna.",
        (
            before("benches_before", "Två bänkar vid en gångväg. Fyra påsar med skräp ligger mellan dem."),
            after("benches_after", "Samma bänkar. Skräpet är borta och en grön papperskorg står på plats.", noon=True),
        ),
        CARETAKER,
        14,
        ("planned", "progress", "done", "verified"),
        "En papperskorg står på plats och töms två gånger i veckan.",
        answered=4,
        done=12,
    ),
    Told(
        "Porten på Parkstigen 3",
        (236, 414),
        "door",
        "Porten går inte i lås. Den som vill kommer in.",
        3,
        "Låset hakar upp sig när det är kallt.",
        "Byt lås och dörrstängare.",
        (),
        CARETAKER,
        12,
        ("planned", "progress", "done", "reopened"),
        "Låset är smort.",
        answered=3,
    ),
    Told(
        "Stigen förbi dammen",
        (352, 400),
        "greenery",
        "Grenarna hänger ner i ansiktet. Med barnvagn får man gå på gräset.",
        1,
        "Buskarna har inte klippts på två år.",
        "Klipp in till stigens kant.",
        (before("shortcut", "En smal gångväg där täta buskar lutar in från båda sidor."),),
        GROUNDS,
        25,
        ("planned", "progress"),
        "Halva sträckan är klippt, resten följer.",
        answered=6,
    ),
    Told(
        "Bänken vid bryggan",
        (440, 132),
        "good",
        "Hit går man för att det är vackert. Alla åldrar samsas.",
        proposal="En bänk till, med ryggstöd och armstöd.",
        shots=(before("shore", "En träbänk på gräset vid en stilla sjö. En brygga och skog på andra sidan."),),
    ),
)
