"""Visits the pages of a server with Chromium, in which scripts are switched off.

Reads from stdin where the server is and who is there, and prints as JSON what is wrong with each
behaviour; nothing is wrong with one when its list is empty.
"""

import json
import os
import pathlib
import sys
import tempfile
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
STATE = "a b&c"
LONG = "W" * 60
# Seconds. What is well does not take as long, however busy the machine is.
PATIENCE = 30
HOSTILE = '<script>document.title="x"</script><b>"\'&amp;</b>'

# Timers do not run where scripts are off, but promises do. Nothing that axe waits for takes time.
TIMERS = """
window.setTimeout = (then, _, ...args) => {
  Promise.resolve().then(() => then(...args));
  return 0;
};
"""
AXE = """
const done = arguments[0];
const options = { preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] };
axe.run(options).then(
  (found) => done(found.violations.flatMap((it) =>
    it.nodes.map((node) => `${it.id}: ${node.html}: ${node.failureSummary}`))),
  (error) => done([String(error)]),
);
"""
# What lies in a closed <details> is not to be reached.
CONTROLS = """
const all = document.querySelectorAll("a, button, summary, textarea, input:not([type=hidden])");
return [...all].filter((it) => it.checkVisibility()).map((it) => it.outerHTML);
"""
FOCUS = """
const it = document.activeElement;
const style = getComputedStyle(it);
return {
  is_page: it === document.body || it === null,
  what: it && it.outerHTML,
  is_visible: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2,
};
"""


class Program(BaseHTTPRequestHandler):
    """Where members are sent back to. Its page would change its title if it could."""

    def do_GET(self):
        page = b"<!DOCTYPE html><title>Back</title><script>document.title = 'ran'</script>"
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_):
        pass


class Tour:
    def __init__(self, given, browser, callback):
        self.given = given
        self.url = given["url"]
        self.browser = browser
        self.callback = callback
        self.console = []
        self.looks = {"said": [], "narrow": [], "focus": [], "axe": [], "script": []}
        self.axe = pathlib.Path(os.environ["TEST_AXE"]).read_text()

    # What people do.

    def post(self, path, fields):
        """As programs do it."""
        request = Request(self.url + path, urlencode(fields).encode())
        try:
            with urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)
        except HTTPError as error:
            raise AssertionError(f"{path}: {error.code} {error.read()}") from error

    def register(self, name="Night Watch", to=None):
        to = to or self.callback
        fields = {"client_name": name, "redirect_uris": to, "scopes": "read admin:read"}
        return {**self.post("/api/v1/apps", fields), "to": to}

    def open(self, path):
        self.browser.get(self.url + path)

    def ask(self, app):
        asked = {
            "client_id": app["client_id"],
            "redirect_uri": app["to"],
            "response_type": "code",
            "scope": "read admin:read",
            "state": STATE,
        }
        self.open("/oauth/authorize?" + urlencode(asked))

    def sign_in(self, email=None, password=None):
        self.field("email").clear()
        self.field("email").send_keys(email or self.given["email"])
        self.field("password").send_keys(password or self.given["password"])
        self.press("Sign in")

    def ask_signed_in(self, app, email=None):
        """To the page on which a member agrees."""
        self.forget()
        self.ask(app)
        self.sign_in(email)
        self.wait_for("Allow ")

    def press(self, text):
        """Every button leads to another page: this returns once the one it was on is gone."""
        page = self.browser.find_element(By.TAG_NAME, "html")
        path = f"//button[contains(normalize-space(), {json.dumps(text)})]"
        self.browser.find_element(By.XPATH, path).click()
        wait = WebDriverWait(self.browser, PATIENCE, ignored_exceptions=[WebDriverException])
        wait.until(staleness_of(page), f"still at {self.browser.current_url} after {text!r}")

    def keys(self, *keys):
        ActionChains(self.browser).send_keys(*keys).perform()

    def forget(self):
        """As if the browser had never been here."""
        self.console += self.browser.get_log("browser")
        self.browser.execute_cdp_cmd("Network.clearBrowserCookies", {})

    # What people see.

    def field(self, name):
        return self.browser.find_element(By.NAME, name)

    def text(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector).text

    def run(self, script):
        return self.browser.execute_script(script)

    def wait_for(self, heading):
        def is_there(_):
            return any(
                it.text.startswith(heading) for it in self.browser.find_elements(By.TAG_NAME, "h1")
            )

        said = f"no page {heading!r}, but {self.browser.current_url}"
        WebDriverWait(self.browser, PATIENCE, ignored_exceptions=[Exception]).until(is_there, said)

    def sent_back(self):
        """What the program is told."""
        at_home = lambda browser: browser.current_url.startswith(self.callback)
        said = f"not sent back, but at {self.browser.current_url}"
        WebDriverWait(self.browser, PATIENCE).until(at_home, said)
        query = parse_qs(urlsplit(self.browser.current_url).query)
        return {name: values[0] for name, values in query.items()}

    def token(self, app, code):
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": app["client_id"],
            "client_secret": app["client_secret"],
            "redirect_uri": app["to"],
        }
        return self.post("/oauth/token", fields)

    # What is asked of every page.

    def light(self, scheme):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def look(self, name):
        """Finds what is wrong with the page that is shown now, and takes its picture."""
        self.console += self.browser.get_log("browser")
        self.look_what_it_says(name)
        self.look_at_narrow(name)
        self.look_at_focus(name)
        self.run(TIMERS)
        self.run(self.axe)
        for scheme in ["dark", "light"]:
            self.light(scheme)
            found = self.browser.execute_async_script(AXE)
            self.looks["axe"] += [f"{name}, {scheme}: {it}" for it in found]
            file = pathlib.Path(self.given["pictures"]) / f"{name}-{scheme}.png"
            self.browser.save_screenshot(str(file))

    def look_what_it_says(self, name):
        def must(is_so, problem):
            if not is_so:
                self.looks["said"].append(f"{name}: {problem}")

        must(self.run("return document.documentElement.lang") == "en", "no language")
        must(self.browser.title.endswith(" · " + self.given["site"]), "no title")
        must(len(self.browser.find_elements(By.TAG_NAME, "h1")) == 1, "not one h1")
        must(len(self.browser.find_elements(By.TAG_NAME, "main")) == 1, "not one main")
        fields = "textarea, input:not([type=hidden])"
        for field in self.browser.find_elements(By.CSS_SELECTOR, fields):
            label = f"label[for={field.get_attribute('id')}]"
            must(self.browser.find_elements(By.CSS_SELECTOR, label), "a field without label")
        scripts = self.run("return document.scripts.length")
        if scripts:
            self.looks["script"].append(f"{name}: has {scripts} scripts")

    def look_at_narrow(self, name):
        """As wide as a small phone, and as a window of 640 pixels of which everything is doubled."""
        sizes = {"width": 320, "height": 640, "deviceScaleFactor": 2, "mobile": False}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", sizes)
        for letters in ["100%", "200%"]:
            self.run(f"document.documentElement.style.fontSize = '{letters}'")
            width = self.run("return document.documentElement.scrollWidth")
            if width > 320:
                self.looks["narrow"].append(f"{name}: {width} wide, letters of {letters}")
        if name == "consent":
            self.run("document.documentElement.style.fontSize = ''")
            self.browser.save_screenshot(str(pathlib.Path(self.given["pictures"]) / "narrow.png"))
        self.run("document.documentElement.style.fontSize = ''")
        self.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def look_at_focus(self, name):
        self.run("document.activeElement && document.activeElement.blur()")
        controls = self.run(CONTROLS)
        seen = set()
        for _ in range(len(controls) + 1):
            self.keys(Keys.TAB)
            focus = self.run(FOCUS)
            if focus["is_page"]:
                continue
            seen.add(focus["what"])
            if not focus["is_visible"]:
                self.looks["focus"].append(f"{name}: focus is not seen on {focus['what']}")
        if seen != set(controls):
            missed = set(controls) ^ seen
            self.looks["focus"].append(f"{name}: Tab does not reach {missed}")


def allow(tour):
    app = tour.register()
    tour.ask_signed_in(app)
    assert tour.text("h1") == "Allow Night Watch to use your account?", tour.text("h1")
    tour.press("Allow")
    told = tour.sent_back()
    assert told["state"] == STATE, told
    assert tour.token(app, told["code"])["scope"] == "read admin:read"


def wrong_password(tour):
    app = tour.register()
    tour.forget()
    tour.ask(app)
    tour.sign_in(password="wrong")
    alert = tour.text("[role=alert]")
    assert alert == "The e-mail address or the password is wrong.", alert
    assert tour.field("email").get_attribute("value") == tour.given["email"]
    assert tour.field("password").get_attribute("value") == ""
    tour.sign_in()
    tour.wait_for("Allow ")


def code_by_hand(tour):
    app = tour.register(to=OUT_OF_BAND)
    tour.ask_signed_in(app)
    tour.press("Allow")
    tour.wait_for("Almost done")
    assert tour.token(app, tour.text("#code"))["token_type"] == "Bearer"


def deny(tour):
    app = tour.register()
    tour.ask_signed_in(app)
    tour.press("Deny")
    told = tour.sent_back()
    assert told["error"] == "access_denied" and told["state"] == STATE, told
    assert "code" not in told, told


def sign_out(tour):
    app = tour.register()
    tour.ask_signed_in(app)
    tour.press("Sign out")
    tour.wait_for("Sign in to ")
    tour.ask(app)
    assert tour.field("password").is_displayed()


def keyboard(tour):
    tour.forget()
    tour.ask(tour.register())
    tour.keys(tour.given["email"], Keys.TAB, tour.given["password"], Keys.ENTER)
    tour.wait_for("Allow ")
    tour.keys(Keys.TAB, Keys.ENTER)
    assert "code" in tour.sent_back()

    tour.ask(tour.register())
    tour.wait_for("Allow ")
    tour.keys(Keys.TAB, Keys.TAB, Keys.SPACE)
    assert tour.sent_back()["error"] == "access_denied"


def hostile(tour):
    app = tour.register(name=HOSTILE)
    tour.ask_signed_in(app, tour.given["hostile_email"])
    assert tour.text("h1") == f"Allow {HOSTILE} to use your account?", tour.text("h1")
    assert tour.browser.title == f"Allow {HOSTILE}? · {tour.given['site']}", tour.browser.title
    assert tour.text("main strong") == tour.given["hostile_handle"], tour.text("main strong")
    assert tour.text("footer") == tour.given["site"], tour.text("footer")
    inside = tour.browser.find_elements(By.CSS_SELECTOR, "script, b, i, img")
    assert not inside, [it.get_attribute("outerHTML") for it in inside]

    tour.forget()
    tour.ask(app)
    typed = '"><script>x</script>@mail.example'
    # The browser itself would not send what is no address.
    tour.run("document.querySelector('form').noValidate = true")
    tour.sign_in(email=typed, password="wrong")
    assert tour.text("[role=alert]") == "The e-mail address or the password is wrong."
    assert tour.field("email").get_attribute("value") == typed
    assert tour.browser.find_elements(By.TAG_NAME, "script") == []


def confirmation(tour):
    tour.forget()
    path = "/auth/confirmation?" + urlencode({"confirmation_token": tour.given["confirmation"]})
    tour.open(path)
    tour.look("confirm")
    tour.press("Confirm")
    tour.wait_for("Your address is confirmed")
    tour.look("confirmed")
    tour.open(path)
    tour.press("Confirm")
    tour.wait_for("This link does not work any more")
    assert tour.text("[role=alert]").startswith("You can have a new one")
    tour.look("expired")


def join(tour):
    tour.forget()
    tour.open("/auth/sign_in")
    tour.browser.find_element(By.LINK_TEXT, "No account yet?").click()
    tour.wait_for("Join ")
    tour.look("sign-up")
    tour.field("username").send_keys("admin")
    tour.field("email").send_keys(tour.given["email"])
    tour.field("new_password").send_keys(tour.given["password"])
    tour.field("reason").send_keys("I like <b>tea</b>")
    tour.field("agreement").click()
    tour.press("Sign up")
    tour.wait_for("Join ")
    assert "You cannot sign up with this e-mail address." in tour.text("main"), tour.text("main")
    tour.look("sign-up-refused")
    assert tour.field("reason").get_attribute("value") == "I like <b>tea</b>"
    assert tour.field("new_password").get_attribute("value") == ""
    tour.field("username").clear()
    tour.field("username").send_keys("joiner")
    tour.field("email").clear()
    tour.field("email").send_keys("joiner@mail.example")
    tour.field("new_password").send_keys(tour.given["password"])
    tour.field("agreement").click()
    tour.press("Sign up")
    tour.wait_for("Look into your mail")
    assert "joiner@mail.example" in tour.text("main p")
    tour.look("signed-up")
    tour.browser.find_element(By.LINK_TEXT, "Send the link again").click()
    tour.wait_for("Another link")
    tour.look("confirm-again")


def every_page(tour):
    app = tour.register(name="Night Watch")
    tour.forget()
    tour.ask(app)
    tour.look("sign-in")
    tour.sign_in(password="wrong")
    tour.look("wrong-password")
    tour.sign_in()
    tour.wait_for("Allow ")
    tour.look("consent")
    long = tour.register(name=LONG, to=f"{tour.callback}/{LONG}")
    tour.ask(long)
    tour.look("consent-long")
    by_hand = tour.register(to=OUT_OF_BAND)
    tour.ask(by_hand)
    tour.look("consent-by-hand")
    tour.press("Allow")
    tour.wait_for("Almost done")
    tour.look("code")
    tour.open("/oauth/authorize?response_type=code")
    tour.wait_for("This cannot be allowed")
    tour.look("refusal")
    tour.open("/auth/password/edit?reset_password_token=old")
    tour.wait_for("This link does not work any more")
    tour.look("old-link")
    tour.browser.find_element(By.LINK_TEXT, "Ask for a new link").click()
    tour.wait_for("Choose another password")
    tour.look("forgotten")
    tour.field("email").send_keys("nobody@mail.example")
    tour.press("Send the link")
    tour.wait_for("Look into your mail")
    tour.look("link-sent")
    tour.browser.get(tour.callback)
    if tour.browser.title != "Back":
        tour.looks["script"].append("scripts are not off in this browser")


def public(tour):
    tour.forget()
    tour.open("/@dora")
    assert tour.text("h1") == "Dora Döring", tour.text("h1")
    assert tour.browser.title.startswith("Dora Döring (@dora@"), tour.browser.title
    assert tour.browser.find_element(By.CSS_SELECTOR, "img.face").is_displayed()
    tour.look("profile")
    posts = [it.text for it in tour.browser.find_elements(By.CSS_SELECTOR, ".post")]
    assert any("Pinned" in it for it in posts), posts

    tour.open(tour.given["post"])
    tour.look("post")
    warned = tour.browser.find_element(By.XPATH, "//details[contains(., 'behind the warning')]")
    words = warned.find_element(By.CSS_SELECTOR, ".words")
    assert not words.is_displayed()
    warned.find_element(By.TAG_NAME, "summary").click()
    assert words.is_displayed() and words.text == "Words behind the warning", words.text
    hidden = tour.browser.find_element(By.XPATH, "//details[contains(., 'Sensitive media')]")
    picture = hidden.find_element(By.TAG_NAME, "img")
    assert not picture.is_displayed()
    hidden.find_element(By.TAG_NAME, "summary").click()
    assert picture.is_displayed()
    loaded = lambda browser: browser.execute_script(
        "return arguments[0].complete && arguments[0].naturalWidth > 0", picture
    )
    WebDriverWait(tour.browser, PATIENCE).until(loaded, "the picture is not loaded")
    assert picture.get_attribute("alt") == "A teapot"
    tour.look("post-open")

    tour.open(tour.given["post"] + "/embed")
    assert len(tour.browser.find_elements(By.CSS_SELECTOR, ".post")) == 1
    tour.look("embed")
    tour.open("/tags/tea")
    assert tour.text("h1") == "#tea", tour.text("h1")
    tour.look("tag")
    tour.open("/@limited")
    tour.wait_for("This account is limited")
    assert "Hello" not in tour.text("body")
    tour.look("limited")
    tour.browser.find_element(By.LINK_TEXT, "Show it anyway").click()
    tour.wait_for("limited")
    assert "Hello" in tour.text("main"), tour.text("main")
    tour.open("/@suspended")
    tour.wait_for("This account is suspended")
    tour.look("suspended")
    tour.open("/@zoe@far.example")
    tour.wait_for("You are leaving")
    link = tour.browser.find_element(By.CSS_SELECTOR, "main a")
    assert link.get_attribute("href") == "https://far.example/users/zoe"
    tour.look("leaving")
    tour.open("/about")
    tour.look("about")
    tour.open("/privacy-policy")
    tour.look("privacy")


def strikes(tour):
    tour.forget()
    tour.open(tour.given["strike"])
    tour.sign_in(tour.given["struck_email"])
    tour.wait_for("Your account is limited")
    tour.look("strike")
    typed = "It was <b>my</b> own shop."
    tour.field("text").send_keys(typed)
    tour.press("Appeal")
    tour.wait_for("Your account is limited")
    assert typed in tour.text("main"), tour.text("main")
    assert not tour.browser.find_elements(By.TAG_NAME, "form")
    tour.look("strike-appealed")
    tour.browser.find_element(By.LINK_TEXT, "All decisions about your account").click()
    tour.wait_for("What the moderators decided")
    assert "appeal waits for a decision" in tour.text("main"), tour.text("main")
    tour.look("strikes")


def migration(tour):
    def typed(field):
        return tour.browser.find_element(By.ID, field)

    def says(text):
        tour.wait_for("Your other accounts")
        assert text in tour.text("main"), tour.text("main")

    tour.forget()
    tour.open("/settings/migration")
    tour.sign_in()
    says("Come here from another account")
    typed("alias").send_keys("dora")
    tour.press("Add")
    says("@dora@")
    tour.look("migration")
    typed("target").send_keys("dora")
    typed("password").send_keys(tour.given["password"])
    tour.press("Move with followers")
    says("does not name this account among its aliases")
    assert typed("target").get_attribute("value") == "dora"
    tour.look("migration-refused")
    typed("password").send_keys(tour.given["password"])
    tour.press("Only lead there")
    says("Your account leads to")
    tour.look("migration-leading")
    tour.press("Stay here")
    tour.press("Remove")
    tour.wait_for("Your other accounts")
    for gone in ["Your account leads to", "@dora@"]:
        assert gone not in tour.text("main"), tour.text("main")


def hostile_public(tour):
    """Texts of members stay texts, wherever a page shows them."""
    for path in ["/@eve", tour.given["hostile_post"], tour.given["hostile_post"] + "/embed"]:
        tour.open(path)
        assert tour.browser.title.endswith(" · " + tour.given["site"]), tour.browser.title
        markup = "main script, main b, main [onerror], main a[href^=j]"
        inside = tour.browser.find_elements(By.CSS_SELECTOR, markup)
        assert not inside, [it.get_attribute("outerHTML") for it in inside]
        assert tour.given["hostile_name"] in tour.text("main"), tour.text("main")
    tour.look("hostile-post")


def complaints(tour):
    """What the console says, except that an answer had the status that it is meant to have."""
    tour.console += tour.browser.get_log("browser")
    texts = [it["message"] for it in tour.console]
    expected = [
        " status of 400 ",
        " status of 401 ",
        " status of 403 ",
        " status of 404 ",
        " status of 422 ",
    ]
    pages = ["/auth/", "/oauth/", "/@suspended", "/settings/migration"]
    pages = [tour.url + it for it in pages]
    return [
        text
        for text in texts
        if not (any(it in text for it in expected) and text.startswith(tuple(pages)))
    ]


VISITS = [
    allow,
    wrong_password,
    code_by_hand,
    deny,
    sign_out,
    keyboard,
    hostile,
    confirmation,
    join,
    every_page,
    public,
    hostile_public,
    strikes,
    migration,
]


def visit_all(tour):
    found = {}
    for visit in VISITS:
        try:
            visit(tour)
            found[visit.__name__] = []
        except Exception:
            where = tour.browser.current_url
            page = tour.browser.find_element(By.TAG_NAME, "body").text
            found[visit.__name__] = [f"{traceback.format_exc()}\nat {where}:\n{page}"]
    # A page that was not reached was not looked at.
    unseen = found["public"] + found.pop("every_page")
    looks = {name: unseen + problems for name, problems in tour.looks.items()}
    return {**found, **looks, "console": complaints(tour)}


def start(folder):
    options = webdriver.ChromeOptions()
    options.binary_location = os.environ["TEST_CHROMIUM"]
    for argument in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=800,900",
        f"--user-data-dir={folder}",
    ]:
        options.add_argument(argument)
    no_scripts = {"profile.managed_default_content_settings.javascript": 2}
    options.add_experimental_option("prefs", no_scripts)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    # With both paths given, selenium looks for no driver to download.
    service = Service(executable_path=os.environ["TEST_CHROMEDRIVER"])
    browser = webdriver.Chrome(options=options, service=service)
    browser.set_page_load_timeout(PATIENCE)
    browser.set_script_timeout(PATIENCE)
    return browser


def main():
    given = json.load(sys.stdin)
    pathlib.Path(given["pictures"]).mkdir(parents=True, exist_ok=True)
    program = ThreadingHTTPServer(("127.0.0.1", 0), Program)
    threading.Thread(target=program.serve_forever, daemon=True).start()
    callback = f"http://127.0.0.1:{program.server_port}/back"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = start(folder)
        try:
            found = visit_all(Tour(given, browser, callback))
        finally:
            browser.quit()
    json.dump(found, sys.stdout)


main()
