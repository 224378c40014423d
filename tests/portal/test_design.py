"""The parts every screen is made of: what is served, how forms come out, that pages are safe to read."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup
from django import forms
from django.conf import settings as django_settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import get_template
from django.test import RequestFactory
from fontTools.ttLib import TTFont

from challenges.ground.forms.fields import DateField, MomentField, MoneyField, ScaleField, WordsField
from portal.design import words
from portal.design.charts import bar_chart, line_chart
from portal.design.theme import contrast, theme_from

ROOT = Path(django_settings.BASE_DIR)
VENDOR = ROOT / "portal/static/vendor"
NOON = datetime(2027, 3, 5, 12, tzinfo=UTC)
ERROR_PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "413.html", "429.html", "500.html"]


class EveryWidget(forms.Form):
    text = forms.CharField(help_text="A hint")
    email = forms.EmailField(help_text="A hint")
    number = forms.IntegerField(help_text="A hint")
    url = forms.URLField(help_text="A hint")
    password = forms.CharField(widget=forms.PasswordInput, help_text="A hint")
    long = WordsField(max_words=50, help_text="A hint")
    limited = forms.CharField(widget=forms.Textarea({"maxlength": 500}), help_text="A hint")
    money = MoneyField(help_text="A hint")
    select = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], help_text="A hint")
    tick = forms.BooleanField(help_text="A hint")
    file = forms.FileField(help_text="A hint")
    radios = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, help_text="A hint")
    boxes = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, help_text="A hint")
    day = DateField()
    moment = MomentField()
    score = ScaleField(points=[(Decimal(0), "None", "Nothing shown")], help_text="A hint")


GROUPS = {"radios", "boxes", "day", "moment", "score"}


def rendered(source, **context):
    return BeautifulSoup(Template("{% load design %}" + source).render(Context(context)), "html.parser")


def described_by(soup, element):
    return [soup.find(id=name) for name in element.get("aria-describedby", "").split()]


def controls_named(soup, name):
    return soup.find_all(attrs={"name": re.compile(rf"{name}(_\d)?\Z")})


@pytest.mark.parametrize("name", EveryWidget.base_fields)
def test_renderer_ties_label_hint_and_error_to_the_control(name):
    soup = rendered("{% govform form %}", form=EveryWidget(data={}))

    control = controls_named(soup, name)[0]
    carrier = control.find_parent("fieldset") if name in GROUPS else control
    label = carrier.find("legend") if name in GROUPS else soup.find("label", attrs={"for": control["id"]})
    tied = described_by(soup, carrier)

    assert label.get_text(strip=True) != ""
    assert None not in tied
    assert [part["id"] for part in tied][:2] == [f"id_{name}_helptext", f"id_{name}_error"]
    assert "Error:" in tied[1].get_text()


@pytest.mark.parametrize("name", EveryWidget.base_fields)
def test_renderer_gives_every_control_the_look_of_the_portal(name):
    soup = rendered("{% govform form %}", form=EveryWidget())

    looks = {look for control in controls_named(soup, name) for look in control.get("class", [])}

    assert {look for look in looks if look.startswith("govuk-")} != set()


def test_renderer_labels_each_box_of_a_date():
    soup = rendered("{% govform form %}", form=EveryWidget())

    labels = [label.get_text() for label in soup.find(id="id_moment").find_all("label")]

    assert labels == ["Day", "Month", "Year", "Time (UK)"]


def test_renderer_describes_each_point_of_a_scale():
    soup = rendered("{% govform form %}", form=EveryWidget())

    point = soup.find("input", attrs={"name": "score"})

    assert [part.get_text() for part in described_by(soup, point)] == ["Nothing shown"]


def test_renderer_ties_the_count_to_a_long_answer():
    soup = rendered("{% govform form %}", form=EveryWidget())

    tied = [part.get_text(strip=True) for part in described_by(soup, soup.find(id="id_long"))]

    assert tied == ["A hint", "You can enter up to 50 words"]


def test_renderer_dresses_a_form_whose_fields_were_already_bound():
    form = EveryWidget(data={})
    foreign = str(form["text"])

    dressed = rendered("{% govform form %}", form=form)

    assert "govuk-input" not in foreign
    assert dressed.find(id="id_text")["class"] == ["govuk-input", "govuk-input--error"]


def test_renderer_marks_optional_fields_unless_the_form_says_not_to():
    class Optional(forms.Form):
        note = forms.CharField(required=False)

    class Filter(Optional):
        marks_optional = False

    marked, plain = (rendered("{% govform form %}", form=form()).find("label") for form in (Optional, Filter))

    assert [label.get_text().split() for label in (marked, plain)] == [["Note", "(optional)"], ["Note"]]


def test_renderer_does_not_touch_what_an_answer_says():
    form = EveryWidget(data={"text": '"><script>alert(1)</script>', "long": "</textarea><b>"})

    soup = rendered("{% govform form %}", form=form)

    assert soup.find(id="id_text")["value"] == '"><script>alert(1)</script>'
    assert [soup.find("script"), soup.find("b")] == [None, None]


def test_error_summary_names_the_field_and_leads_to_the_first_control():
    soup = rendered("{% error_summary form %}{% govform form %}", form=EveryWidget(data={}))

    links = soup.find(class_="govuk-error-summary").find_all("a")
    by_target = {link["href"].removeprefix("#"): link.get_text() for link in links}

    assert [target for target in by_target if soup.find(id=target) is None] == []
    assert by_target["id_text"] == "Text: enter an answer"
    assert by_target["id_tick"] == "Tick: tick this box to go on"
    assert by_target["id_day_0"] == "Enter a date"
    assert by_target["id_radios_0"] == "Radios: choose an answer"


def test_error_summary_is_absent_while_nothing_is_wrong():
    assert rendered("{% error_summary form %}", form=EveryWidget()).get_text(strip=True) == ""


def test_error_summary_covers_every_member_of_a_formset():
    class Line(forms.Form):
        name = forms.CharField(error_messages={"required": "Enter a name"})

    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "A", "form-1-name": ""}
    formset = forms.formset_factory(Line, extra=0, min_num=2)(data)

    soup = rendered("{% error_summary formset %}{% govform formset %}", formset=formset)

    assert [link["href"] for link in soup.find_all("a")] == ["#id_form-1-name"]
    assert soup.find(id="id_form-1-name")["class"] == ["govuk-input", "govuk-input--error"]
    assert soup.find("input", attrs={"name": "form-TOTAL_FORMS"})["value"] == "2"


def test_own_message_of_a_form_stands_as_it_is():
    class Named(forms.Form):
        name = forms.CharField(error_messages={"required": "Enter the name of the lot"})

    soup = rendered("{% error_summary form %}", form=Named(data={}))

    assert soup.find("a").get_text() == "Enter the name of the lot"


def test_tabs_list_their_panels_in_order():
    soup = rendered('{% tabs "Bid" %}{% tab "One" "one" %}1{% endtab %}{% tab "Two" "two" %}2{% endtab %}{% endtabs %}')

    listed = [link["href"].removeprefix("#") for link in soup.find(class_="govuk-tabs__list").find_all("a")]

    assert listed == [panel["id"] for panel in soup.find_all(class_="govuk-tabs__panel")] == ["one", "two"]


def test_components_escape_what_they_are_given():
    soup = rendered(
        "{% card title=text %}{{ text }}{% endcard %}{% tag text %}{% row text %}{{ text }}{% endrow %}", text="<b>"
    )

    assert soup.find("b") is None


def test_pagination_keeps_the_rest_of_the_address():
    from_page = RequestFactory().get("/opportunities/", {"q": "heat & power", "kind": ["a", "b"], "page": "2"})

    html = Template("{% load design %}{% pagination page %}").render(
        Context({"request": from_page, "page": Paginator(range(60), 20).page(2)})
    )

    next_link = BeautifulSoup(html, "html.parser").find("a", rel="next")
    assert next_link["href"] == "?q=heat+%26+power&kind=a&kind=b&page=3"


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=18, hours=5), "18 days"),
        (timedelta(days=2, hours=1), "2 days and 1 hour"),
        (timedelta(days=1), "1 day"),
        (timedelta(hours=5, minutes=12, seconds=59), "5 hours and 12 minutes"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(0), ""),
        (timedelta(seconds=-1), ""),
    ],
)
def test_time_left_is_cut_and_never_rounded_up(left, said):
    assert words.time_left(NOON + left, at=NOON) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2027, 3, 5, 12, tzinfo=UTC), "12 noon on Friday 5 March 2027 (UK time)"),
        (datetime(2027, 7, 5, 12, tzinfo=UTC), "1pm on Monday 5 July 2027 (UK time)"),
        (datetime(2027, 7, 5, 23, 0, tzinfo=UTC), "00:00 on Tuesday 6 July 2027 (UK time)"),
        (datetime(2027, 3, 5, 17, 30, tzinfo=UTC), "5:30pm on Friday 5 March 2027 (UK time)"),
    ],
)
def test_moment_is_said_in_uk_time_and_says_so(moment, said):
    assert words.moment(moment) == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (Decimal("900000"), "£900,000"),
        (Decimal("1250000.5"), "£1,250,000.50"),
        (Decimal("-12.345"), "−£12.35"),
        (0, "£0"),
    ],
)
def test_money_shows_pence_only_where_there_are_some(amount, said):
    assert words.money(amount) == said


def test_percent_says_a_share_in_hundredths():
    assert [words.percent(share) for share in (Decimal("0.4"), Decimal("0.125"), 1)] == ["40%", "12.5%", "100%"]


def test_countdown_says_the_time_left_without_a_script():
    soup = rendered("{% countdown until at=at %}", until=NOON + timedelta(days=4), at=NOON)

    assert soup.find(class_="app-countdown__left").get_text(strip=True) == "4 days left"
    assert soup.find("time").get_text() == "12 noon on Tuesday 9 March 2027 (UK time)"


def test_countdown_that_is_over_has_nothing_for_a_script_to_count():
    soup = rendered("{% countdown until at=at %}", until=NOON, at=NOON)

    assert soup.find(class_="app-countdown__left").attrs == {"class": ["app-countdown__left"]}
    assert soup.find(class_="app-countdown__left").get_text(strip=True) == "Closed"


def test_bar_chart_is_drawn_from_zero_in_proportion():
    bars = bar_chart([("A", 50), ("B", Decimal("25")), ("C", None), ("D", 0)]).bars

    assert [bar.width / bars[0].width for bar in bars] == [1, 0.5, 0, 0]


def test_line_chart_leaves_a_gap_where_a_value_is_missing():
    (line,) = line_chart(["a", "b", "c", "d"], [("Readings", [1, None, 3, 4])]).lines

    assert [len(piece.split()) for piece in line.pieces] == [1, 2]
    assert len(line.dots) == 3


def test_chart_goes_with_a_table_of_the_same_numbers():
    soup = rendered('{% bar_chart rows title="Shares" unit="%" %}', rows=[("Quality", 60), ("Price", 40)])

    cells = [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in soup.find_all("tr")]
    drawing = soup.find("svg", attrs={"role": "img"})

    assert cells == [["Quality", "60%"], ["Price", "40%"]]
    assert [soup.find(id=name).name for name in drawing["aria-labelledby"].split()] == ["title", "desc"]


@pytest.mark.parametrize("colour", ["#ffee00", "#00ff00", "#ffffff", "#0b4f5f", "#c2185b"])
def test_theme_keeps_any_colour_readable(colour):
    theme = theme_from(colour)

    assert min(contrast(theme.brand, "#ffffff"), contrast(theme.link, "#f6f3ec")) >= 4.5


@pytest.mark.parametrize("colour", ["", "red", "#fff", "#0b4f5f;}body{display:none", "javascript:alert(1)"])
def test_theme_ignores_what_is_no_colour(colour):
    assert theme_from(colour) == theme_from("#0b4f5f")


def test_theme_style_carries_the_nonce(settings):
    settings.PORTAL_COLOUR = "#7a1f5c"

    style = rendered("{% theme_style %}", csp_nonce="abc").find("style")

    assert style["nonce"] == "abc"
    assert "--brand:#7a1f5c" in style.string


def test_vendored_files_are_those_of_the_list():
    listed = {}
    for line in (VENDOR / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        listed[name] = digest

    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }

    assert found == listed


def test_every_vendored_package_brings_its_licence():
    folders = [folder for folder in VENDOR.iterdir() if folder.is_dir()]

    assert [folder.name for folder in folders if not list(folder.glob("LICENCE*"))] == []


def test_each_font_comes_with_the_letters_of_welsh():
    faces = re.findall(r'url\("(.+?)-(latin|latin-ext)-(\d+-\w+)\.woff2"\)', (VENDOR / "fonts/fonts.css").read_text())

    subsets = {(family, face): {s for f, s, w in faces if (f, w) == (family, face)} for family, _subset, face in faces}

    assert set(map(frozenset, subsets.values())) == {frozenset({"latin", "latin-ext"})}
    assert [face for face in faces if not (VENDOR / "fonts" / "{}-{}-{}.woff2".format(*face)).exists()] == []


def font_tables(path):
    """Every table as it lies in the file, but for the outlines, which are packed another way."""
    with TTFont(path) as font:
        return {name: font.reader[name] for name in font.reader.keys() - {"glyf", "loca", "head"}}


def test_fonts_for_paper_are_those_of_the_screen_unpacked():
    on_screen = {path.stem for path in (VENDOR / "fonts").glob("*.woff2")}
    on_paper = re.findall(r"vendor/fonts/(.+?)\.ttf", (ROOT / "portal/static/portal/pdf-fonts.css").read_text())

    assert sorted(on_paper) == sorted(on_screen)
    for name in on_screen:
        assert font_tables(VENDOR / f"fonts/{name}.ttf") == font_tables(VENDOR / f"fonts/{name}.woff2"), name


def test_styles_and_scripts_name_no_outside_host():
    served = [path for path in (ROOT / "portal/static").rglob("*") if path.suffix in {".css", ".js"}]

    loads = re.compile(r"(?:url\(|@import|import\s|from\s|fetch\()\s*[\"']?(?:https?:)?//")

    assert len(served) > 5
    assert [path.name for path in served if loads.search(path.read_text())] == []


def test_templates_have_no_inline_styles_handlers_or_outside_hosts():
    templates = [path for path in ROOT.glob("**/templates/**/*.html") if ".venv" not in path.parts]
    forbidden = re.compile(r"\sstyle=|\son[a-z]+=|<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?:https?:)?//", re.I)

    found = {path.name: forbidden.findall(re.sub(r"{%.*?%}", "", path.read_text())) for path in templates}

    assert {name: hits for name, hits in found.items() if hits} == {}


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_page_renders_without_context(name):
    soup = BeautifulSoup(get_template(name).render(), "html.parser")

    assert soup.find("h1").get_text(strip=True) != ""
    assert soup.find(class_="app-wordmark__name").get_text() == django_settings.PORTAL_NAME


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/patterns/", "/patterns/home/", "/patterns/opportunity/", "/patterns/workspace/"])
def test_pattern_page_is_for_demonstrations_only(address, client, settings):
    settings.DEMONSTRATION = False
    hidden = client.get(address).status_code
    settings.DEMONSTRATION = True

    assert [hidden, client.get(address).status_code] == [404, 200]


@pytest.mark.django_db
def test_pattern_on_paper_has_every_letter_in_our_fonts(client, settings):
    settings.DEMONSTRATION = True
    first, answer = client.get("/patterns/paper/"), client.get("/patterns/paper/")

    with pikepdf.open(BytesIO(answer.content)) as document:
        fonts = {
            str(font.BaseFont).partition("+")[2].rstrip(",")
            for page in document.pages
            for font in page.Resources.get("/Font", {}).values()
        }

    assert answer["Content-Type"] == "application/pdf"
    # Fonts stay loaded from one document to the next.
    assert len(answer.content) == len(first.content)
    # What our fonts lack would come from a font of the machine, or as a blank; the hash alone is set in another.
    assert fonts - {"DejaVu-Sans-Mono"} == {
        "Source-Sans-3",
        "Source-Sans-3-Extended",
        "Source-Sans-3-Semi-Bold",
        "Source-Serif-4-Semi-Bold",
    }


@pytest.mark.django_db
def test_pattern_page_has_no_id_twice(client, settings):
    settings.DEMONSTRATION = True

    ids = [tag["id"] for tag in BeautifulSoup(client.get("/patterns/").content, "html.parser").find_all(id=True)]

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize(
    "address",
    [
        "/patterns/",
        "/patterns/home/",
        "/patterns/opportunity/",
        "/patterns/workspace/",
        "/patterns/letter/",
        "/account/login/",
        "/account/signup/",
    ],
)
def test_page_is_accessible_fits_and_keeps_its_policy(address, width, page, settings, accessibility_faults):
    settings.DEMONSTRATION = True
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: complaints.append(request.url) if "localhost" not in request.url else None)
    page.set_viewport_size({"width": width, "height": 800})

    page.goto(address)

    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_save_state_says_saved_only_of_what_was_sent(page, settings):
    settings.DEMONSTRATION = True
    page.goto("/patterns/workspace/")
    state, answer = page.locator("#save-state"), page.locator("#filled_approach")
    send = "document.querySelector('[data-app-guard]').dispatchEvent(new CustomEvent('htmx:before:request'))"
    reply = "document.dispatchEvent(new CustomEvent('app:saved', {detail: {words: 'Saved at 9:05pm'}}))"
    said = []

    for act in ["type", send, "type", reply, send, reply]:
        answer.press_sequentially("a") if act == "type" else page.evaluate(act)
        said.append(state.inner_text())

    assert said == ["Not saved yet", "Saving", "Not saved yet", "Not saved yet", "Saving", "Saved at 9:05pm"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_countdown_goes_on_in_the_browser(page, settings):
    settings.DEMONSTRATION = True
    page.clock.install()
    page.goto("/patterns/")
    countdown = page.locator("[data-app-countdown]").nth(1)
    first = countdown.inner_text()

    page.clock.fast_forward("13:00")

    assert [first, countdown.inner_text()] == ["5 hours and 12 minutes left", "4 hours and 59 minutes left"]


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge on Windows"),
        ("curl/8.0 <script>", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_browser_is_named_in_words(agent, said):
    assert words.browser(agent) == said


def test_axis_of_large_numbers_has_room_for_them():
    drawn = line_chart(["2024", "2025"], [("Readings", [120_000, 150_000])])

    assert drawn.left >= 11 * len("150,000")
    assert all(x >= drawn.left for line in drawn.lines for x, _y in line.dots)


def test_unit_that_is_a_word_stands_over_the_chart_and_apart_from_each_figure():
    source = "{% line_chart labels series title='Jobs' unit='people' target=100 %}"

    page = rendered(source, labels=["a", "b"], series=[("n", [1, 2])])

    assert [text.get_text() for text in page.select("svg text") if "people" in text.get_text()] == []
    assert [cell.get_text(strip=True) for cell in page.select("td.app-num")] == [
        "1\N{NO-BREAK SPACE}people",
        "2\N{NO-BREAK SPACE}people",
    ]


def test_per_cent_stays_at_the_axis():
    for unit in ("%", "% of people"):
        page = rendered(
            "{% line_chart labels series title='Share' unit=unit %}", labels=["a"], series=[("n", [20])], unit=unit
        )

        assert "20%" in [text.get_text() for text in page.select("svg text")]
        assert [cell.get_text(strip=True) for cell in page.select("td.app-num")] == [f"20{unit}"]


def test_title_says_error_for_a_refused_form_alone_or_in_a_list():
    refused, fresh = EveryWidget(data={}), EveryWidget()
    source = "{% error_in_title %}Page"

    assert rendered(source, form=fresh, forms=[fresh]).get_text() == "Page"
    assert rendered(source, form=refused).get_text() == "Error: Page"
    assert rendered(source, forms=[fresh, refused]).get_text() == "Error: Page"
