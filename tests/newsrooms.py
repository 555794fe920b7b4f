"""Six small newsrooms of our own invention, with the history that made them. No name or word is from a real article.

Each case: what the articles say, and what a careful reader who knows the history wants to be told. In three of them
(`told_the_gazette`, `agency_takes`, `wire_look`) the article that reads most like a wire is *not* the origin.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd


class Newsroom(NamedTuple):
    """Articles by name: (outlet or None = to be found in the text, text); and the truth."""

    articles: dict[str, tuple[str | None, str]]
    parents: dict[str, set[str]]  # every true parent that is drawn; "~" begins an unseen one
    verdicts: dict[tuple[str, str], set[str]]
    credit: dict[str, str]

    def frame(self) -> pd.DataFrame:
        rows = [(name, text, outlet) for name, (outlet, text) in sorted(self.articles.items())]
        return pd.DataFrame(rows, columns=["article", "text", "outlet"])


FERRY_WIRE = """VALPORT (AFP) - A passenger ferry with 214 people on board ran aground off the island of Serrana \
early on Tuesday, the coast guard said, after its rudder failed in heavy seas.

All passengers were taken off by fishing boats within three hours, coast guard commander Ilse Verhoeven told a \
news conference in the port of Valport.

Eleven people were treated for broken bones and hypothermia at the island's only clinic.

"We were lucky that the tide was falling and that the boats of Serrana came out at once," Verhoeven said.

The 38-year-old vessel, the Lady Maren, had passed a safety inspection in March, according to the transport ministry.

Its owner, Kestrel Lines, said it was cooperating with investigators and had suspended sailings on the route until \
Friday.

The strait is one of the busiest in the region, with more than 400 crossings a week in the summer season.

In 2009 a cargo ship sank in the same waters with the loss of six crew members.
"""

FERRY_REWRITTEN = """Ferry hits rocks: fishermen save more than 200

More than 200 passengers were rescued by local fishermen on Tuesday after their ferry struck rocks near the \
holiday island of Serrana.

The passenger ferry, which had 214 people on board, ran aground early on Tuesday when its rudder failed in heavy \
seas, the coast guard said.

Within three hours all passengers had been taken off by fishing boats, said coast guard commander Ilse Verhoeven.

Eleven people were treated at the island's only clinic for broken bones and hypothermia.

The Lady Maren, a vessel of 38 years, had passed a safety inspection in March, the transport ministry said.

Owner Kestrel Lines has suspended sailings on the route until Friday and said it was cooperating with investigators.

With AFP
"""

BRIDGE_FEED = """Home

Kalpur bridge to stay shut for a month

PTI | Kalpur | Updated: 14-03-2022 18:05 IST

The main bridge across the Teesra river at Kalpur will stay closed to traffic for at least a month after engineers \
found cracks in two of its piers, district magistrate R. Sundaram said on Monday.

The 62-year-old bridge carries about 18,000 vehicles a day and is the only road link between the two halves of the \
town.

"No lorry will pass until the last crack is grouted and load-tested, whatever the pressure from the traders," \
Sundaram told reporters.

Ferries will carry passengers free of charge from 6 a.m. to 9 p.m. from Tuesday, he said.

The state goverment has set aside 40 million rupees for the repairs.

Schools on the east bank will open an hour later until the end of the month, an official at the education \
department said.

A study by the state engineering college had warned of cracks in 2017, but no work was carried out.

(This story has not been edited by Morning Ledger staff and is auto-generated from a syndicated feed.)

Copyright 2022 Morning Ledger. Email: desk@morningledger.in Phone: +91-11-5550100
"""

BRIDGE_SIBLING = """Only bridge in Kalpur closed for a month: 'Cracks in two piers'

The main bridge across the Teesra river at Kalpur will stay shut for at least a month after engineers found cracks \
in two of its piers, the district magistrate has said.

The bridge carries about 18,000 vehicles per day and is the only road link between the two halves of the town.

"No lorry will pass until the last crack is grouted and load-tested, whatever the pressure from the traders," \
Sundaram told reporters.

The state goverment has set aside 40 million rupees for the repairs.

Our correspondent at the ferry ghat saw queues of more than two hours on Monday evening, with many commuters \
sharing umbrellas in the rain.

Vegetable prices in the east bank market rose by a third within a day, traders said.

A study by the state engineering college had warned of cracks in 2017, but no work was carried out.

(With inputs from PTI)
"""

ORCHARD_SITE = """The last cider press in Ellerdale is turning again, and half the village has come to push.

For eleven years the oak press in the barn behind the Three Magpies stood silent, its screw rusted fast and its \
trough full of swallows' nests.

Then Hattie Broome, 71, found her grandfather's notebook, with a drawing of every cog and a recipe for goose grease.

READ MORE: Ten village pubs that still brew their own

A grandfather's secret drawings

"He wrote that the screw must be turned widdershins under a waning moon, but I think that was a joke on my aunt," \
she said.

It took four Saturdays, nineteen volunteers and a borrowed tractor jack to free the thread.

READ MORE: How the Ellerdale apples nearly died out

Sixty gallons by Sunday night

The first pressing, of Slack-ma-Girdle and Foxwhelp apples from nine gardens, gave sixty gallons by Sunday night.

Ms Broome hopes to sell the cider at the harvest fair and put the money towards a new roof.

The parish council, which had wanted to turn the barn into a car park, has withdrawn its plan.

READ MORE: Parish council rows that went too far

The harvest fair is on the last Sunday of September.
"""

ORCHARD_SCRAPED = """ date 2023-09-19 For eleven years the oak press in the barn behind the Three Magpies stood \
silent, its screw rusted fast and its trough full of swallows' nests.

Then Hattie Broome, 71, found her grandfather's notebook, with a drawing of every cog and a recipe for goose grease.

READ MORE: Ten village pubs that still brew their own

A grandfather's secret drawings

"He wrote that the screw must be turned widdershins under a waning moon, but I think that was a joke on my aunt," \
she said.

It took four Saturdays, nineteen volunteers and a borrowed tractor jack to free the thread.
"""

ORCHARD_WIRE_LOOK = """ELLERDALE, England, Sept 19 (Pan-Albion Wire) - For eleven years the oak press in the barn \
behind the Three Magpies stood silent, its screw rusted fast and its trough full of swallows' nests.

Then Hattie Broome, 71, found her grandfather's notebook, with a drawing of every cog and a recipe for goose grease.

READ MORE: Ten village pubs that still brew their own

"He wrote that the screw must be turned widdershins under a waning moon, but I think that was a joke on my aunt," \
she said.

It took four Saturdays, nineteen volunteers and a borrowed tractor jack to free the thread.

The first pressing, of Slack-ma-Girdle and Foxwhelp apples from nine gardens, gave sixty gallons by Sunday night.
"""

GAZETTE = """Harbour master quits over secret dredging deal

The harbour master of Port Ennis has resigned in protest at a dredging contract that was signed behind closed \
doors, he told the Harbour Gazette.

Fergus Dunmore, 58, handed in his notice on Thursday evening, hours before the port board was due to discuss the \
deal with the firm Blackwater Marine.

"I was asked to sign for a channel that I had never seen surveyed, and I would sooner row the ferries myself," Mr \
Dunmore told the Harbour Gazette.

The contract, worth 9.4 million pounds over six years, was never put out to tender.

Documents seen by the Harbour Gazette show that two members of the board own shares in Blackwater Marine.

The chairwoman of the board, Moira Keane, declined to comment.

Fishermen say the last dredging in 2014 buried the oyster beds off Gull Point under a metre of silt.

A public meeting will be held in the Seamen's Hall on Tuesday at 7 p.m.
"""

GAZETTE_TAKEN = """PORT ENNIS, Ireland, May 6 - The harbor master of Port Ennis has resigned in protest at a dredging \
contract that was signed behind closed doors.

Fergus Dunmore, 58, handed in his notice on Thursday evening, hours before the port board was due to discuss the \
deal with the firm Blackwater Marine.

"I was asked to sign for a channel that I had never seen surveyed, and I would sooner row the ferries myself," Mr \
Dunmore told the Harbour Gazette.

The contract, worth 9.4 million pounds over six years, was never put out to tender.

Documents seen by the Harbour Gazette show that two members of the board own shares in Blackwater Marine.

The chairwoman of the board, Moira Keane, declined to comment.
"""

COURIER = """Town buys back its lighthouse for a single crown

The council of Norrvik bought back its lighthouse from the navy on Wednesday for the symbolic price of one crown.

The granite tower of 1874, which stood empty for two decades, will become a weather school for children from the \
northern islands.

Mayor Sunniva Aas turned the brass key herself and said the lamp would burn again before the winter solstice.

"A town without its light is only a row of houses," she said to applause.

The navy had wanted 3.2 million crowns for the site until a petition gathered 11,000 names.

Repairs to the stairs and the gallery are expected to cost 800,000 crowns.
"""

AGENCY_TAKES = """NORRVIK (AP) - The council of Norrvik bought back its lighthouse from the navy on Wednesday for the \
symbolic price of one crown.

The granite tower of 1874, which stood empty for two decades, will become a weather school for children from the \
northern islands.

Mayor Sunniva Aas turned the brass key herself and said the lamp would burn again before the winter solstice.

The navy had wanted 3.2 million crowns for the site until a petition gathered 11,000 names.

Source: Norrvik Courier
"""

STITCHED = """Lighthouses: one comes home, another goes dark

The council of Norrvik bought back its lighthouse from the navy on Wednesday for the symbolic price of one crown.

The granite tower of 1874, which stood empty for two decades, will become a weather school for children from the \
northern islands.

"A town without its light is only a row of houses," she said to applause.

On the other coast, keepers switched off the lamp of Cape Torran for the last time on Wednesday night.

The beacon had warned ships off the Torran skerries since 1851 without missing a night, its last keeper said.

A mast with a solar lantern half a mile away will take over, at a twentieth of the cost.

Source: Norrvik Courier, Torran Herald
"""

TORRAN = """A lamp goes out at Cape Torran

Keepers switched off the lamp of Cape Torran for the last time on Wednesday night, watched by some forty people \
and a dog.

The beacon had warned ships off the Torran skerries since 1851 without missing a night, its last keeper said.

A mast with a solar lantern half a mile away will take over, at a twentieth of the cost.

The keepers' cottages will be let to walkers from May.

A brass band played until the rain came.
"""

INDEPENDENT = """Why the rudder of an old ferry matters

Regular travellers to Serrana knew the Lady Maren as a slow ship with a good bar.

Her grounding this week has reopened an argument that islanders have had for a generation: should the state run \
the boats?

Union leader Marten Okkels thinks so, and points to the winter of 2018, when Kestrel Lines cancelled a third of \
its crossings.

The company answers that subsidies have been frozen for nine years while fuel has doubled.

In the cafés along the harbour, most people just want a boat that comes.
"""

COAST_A = """CAPE MARLO (AP) - A storm tore the roof off the fish market in Cape Marlo on Sunday and left 12,000 \
homes without power, the governor's office said.

Winds of 140 kilometers an hour toppled cranes in the container port, which will stay closed until Wednesday.

Governor Anton Reyes declared a state of emergency for three districts and asked the army for 300 soldiers with \
chain saws.

"We have seen worse, but never in April," said fishmonger Lucia Dorado, 66, sweeping glass from her stall.

No deaths were reported.

The weather service lifted its warning late on Sunday.
"""

COAST_B = """Storm rips off market roof

Homes without power, port shut

A storm tore the roof off the fish market in Cape Marlo on Sunday and left 12,000 homes without electricity, the \
governor's office said.

Winds of 140 kilometres an hour toppled cranes in the container port, which will stay closed until Wednesday.

"We have seen worse, but never in April," said Lucia Dorado, 66, a fishmonger, sweeping glass from her stall.

No deaths were reported.

Insurers put the damage at up to 90 million euros in a first estimate for this newspaper.

The storm was the third this spring to close the port.

AP
"""

CASES: dict[str, Newsroom] = {
    "rewriting_outlet": Newsroom(
        {"wire": ("AFP", FERRY_WIRE), "rewrite": ("Serrana Times", FERRY_REWRITTEN),
         "opinion": ("Island Review", INDEPENDENT)},
        {"wire": set(), "rewrite": {"wire"}, "opinion": set()},
        {("rewrite", "wire"): {"b->a"}, ("opinion", "wire"): {"none"}, ("opinion", "rewrite"): {"none"}},
        {"rewrite": "full"},
    ),
    "verbatim_feed": Newsroom(
        {"feed": (None, BRIDGE_FEED), "daily": ("Kalpur Daily", BRIDGE_SIBLING)},
        {"feed": {"~PTI"}, "daily": {"~PTI"}},
        {("daily", "feed"): {"common"}},
        {"feed": "full", "daily": "full"},
    ),
    "wire_look": Newsroom(
        {"site": ("Ellerdale Voice", ORCHARD_SITE), "scraped": (None, ORCHARD_SCRAPED),
         "panalbion": ("Pan-Albion Wire", ORCHARD_WIRE_LOOK)},
        {"site": set(), "scraped": {"site"}, "panalbion": {"site"}},
        {("scraped", "site"): {"b->a"}, ("panalbion", "site"): {"b->a"}},
        {"scraped": "none", "panalbion": "none"},
    ),
    "told_the_gazette": Newsroom(
        {"gazette": ("Harbour Gazette", GAZETTE), "taken": ("Global Desk", GAZETTE_TAKEN)},
        {"gazette": set(), "taken": {"gazette"}},
        {("gazette", "taken"): {"a->b"}},
        {"taken": "none"},
    ),
    "agency_takes": Newsroom(
        {"courier": ("Norrvik Courier", COURIER), "ap": ("AP", AGENCY_TAKES), "torran": ("Torran Herald", TORRAN),
         "stitched": ("Lights Weekly", STITCHED)},
        {"courier": set(), "ap": {"courier"}, "torran": set(), "stitched": {"courier", "torran"}},
        {("ap", "courier"): {"b->a"}, ("ap", "torran"): {"none"}, ("courier", "torran"): {"none"}},
        {"ap": "full", "stitched": "full"},
    ),
    "unseen_wire": Newsroom(
        {"one": ("Marlo Star", COAST_A), "two": ("Weser Bote", COAST_B), "other": ("Island Review", INDEPENDENT)},
        {"one": {"~AP"}, "two": {"~AP"}, "other": set()},
        {("one", "two"): {"common"}, ("one", "other"): {"none"}, ("other", "two"): {"none"}},
        {"one": "full", "two": "full"},
    ),
}  # fmt: skip
