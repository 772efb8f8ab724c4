"""The app: what is round every screen, and which address shows which."""

from __future__ import annotations

import flet as ft

from fieldwalk import routes
from fieldwalk.screens.account_step import AccountStep
from fieldwalk.screens.account_way import InviteAccount
from fieldwalk.screens.accounts import Accounts
from fieldwalk.screens.actions_page import Actions
from fieldwalk.screens.curtain import Curtained
from fieldwalk.screens.desk import ActionPage
from fieldwalk.screens.devices import Devices
from fieldwalk.screens.here import Around, Board, Here, Receipt, go, surround, use_following
from fieldwalk.screens.home import Home
from fieldwalk.screens.invite import Invite
from fieldwalk.screens.issue_page import IssuePage
from fieldwalk.screens.join import Join
from fieldwalk.screens.map_tab import MapTab
from fieldwalk.screens.mishaps import tell_mishaps
from fieldwalk.screens.more import More
from fieldwalk.screens.open_account import OpenAccount
from fieldwalk.screens.own_account import OwnAccount
from fieldwalk.screens.photo_cover import CoverPhoto
from fieldwalk.screens.photo_look import LookThrough
from fieldwalk.screens.privacy import Privacy
from fieldwalk.screens.sign_in import SignIn
from fieldwalk.screens.template_edit import EditTemplate
from fieldwalk.screens.templates import Templates
from fieldwalk.screens.walk_form import EditWalk, NewWalk
from fieldwalk.screens.walk_page import WalkPage
from fieldwalk.services.fieldwalk import Fieldwalk
from fieldwalk.text import LANGUAGES, text
from fieldwalk.theme import DARK, LIGHT, Look, flet_theme
from fieldwalk.widgets.states import not_found

MODES = {"system": ft.ThemeMode.SYSTEM, "light": ft.ThemeMode.LIGHT, "dark": ft.ThemeMode.DARK}


@ft.component
def NotFound() -> ft.Control:
    """An address that leads nowhere. The router lays it on a view of its own: a view in a view is a grey box."""
    here = ft.use_context(Around)
    look = here.look if here else Look()
    return ft.SafeArea(not_found(look, go(routes.HOME)), expand=True)


WALK = ft.Route(
    path=":walk_id",
    component=WalkPage,
    children=[
        ft.Route(path="edit", component=EditWalk),
        ft.Route(path="invite", component=Invite),
        ft.Route(path="photos", component=LookThrough),
        ft.Route(
            path="places/:issue_id",
            component=IssuePage,
            children=[ft.Route(path="photos/:photo_id", component=CoverPhoto)],
        ),
    ],
)

ROUTES = [
    ft.Route(index=True, component=Home),
    ft.Route(path="walks", component=Home, children=[ft.Route(path="new", component=NewWalk), WALK]),
    ft.Route(path="actions", component=Actions, children=[ft.Route(path=":issue_id", component=ActionPage)]),
    ft.Route(path="map", component=MapTab),
    ft.Route(path="photos", component=LookThrough),
    ft.Route(
        path="more",
        component=More,
        children=[
            ft.Route(path="devices", component=Devices),
            ft.Route(path="privacy", component=Privacy),
            ft.Route(
                path="templates", component=Templates, children=[ft.Route(path=":template_id", component=EditTemplate)]
            ),
            ft.Route(path="account", component=OwnAccount, children=[ft.Route(path=":step", component=AccountStep)]),
            ft.Route(path="accounts", component=Accounts, children=[ft.Route(path="invite", component=InviteAccount)]),
        ],
    ),
    ft.Route(path="sign-in", component=SignIn),
    ft.Route(path="account/:link", component=OpenAccount),
    ft.Route(path="join", component=Join),
    ft.Route(path="join/:token", component=Join),
]


@ft.component
def App(fieldwalk: Fieldwalk) -> ft.Control:
    """Follows the window, the phone's light and the settings, and gives them to every screen."""
    page = ft.context.page
    size, set_size = ft.use_state((page.width or 412.0, page.height or 915.0))
    night, set_night = ft.use_state(page.platform_brightness == ft.Brightness.DARK)
    board = ft.use_memo(Board, [])
    use_following(fieldwalk.settings.subscribe)
    use_following(fieldwalk.curtain.subscribe)

    def listen() -> None:
        page.on_resize = lambda: set_size((page.width or 412.0, page.height or 915.0))
        page.on_platform_brightness_change = lambda: set_night(page.platform_brightness == ft.Brightness.DARK)

    ft.use_effect(listen, dependencies=[])
    settings = fieldwalk.settings

    def redress() -> None:
        dress(page, fieldwalk)
        page.update()

    ft.use_effect(redress, dependencies=[settings.language, settings.theme])
    # A receipt was given in the language before: its words cannot be said again, and the next screen shows it too.
    ft.use_effect(lambda: board.put_up(Receipt()), dependencies=[settings.language])
    dark = settings.theme == "dark" or (settings.theme == "system" and night)
    look = Look(dark, settings.language, *size)
    here = Here(fieldwalk, look, board)
    surround(page, here)
    if fieldwalk.curtain.closed:
        return Around(here, Curtained)
    return Around(here, lambda: ft.Router(ROUTES, manage_views=True, not_found=NotFound))


def dress(page: ft.Page, fieldwalk: Fieldwalk) -> None:
    """Bring the page's own words and theme level with the settings."""
    page.rtl = Look(language=fieldwalk.settings.language).rtl
    page.theme_mode = MODES[fieldwalk.settings.theme]
    page.locale_configuration = ft.LocaleConfiguration(
        supported_locales=[ft.Locale(each) for each in LANGUAGES],
        current_locale=ft.Locale(fieldwalk.settings.language),
    )


def show(page: ft.Page, fieldwalk: Fieldwalk) -> None:
    """Show the app on ``page``: by its address, or by the code in the link that opened it."""
    page.title = text("app.name", fieldwalk.settings.language)
    page.theme, page.dark_theme = flet_theme(LIGHT), flet_theme(DARK)
    page.padding = 0
    dress(page, fieldwalk)
    tell_mishaps(page, lambda: Look(language=fieldwalk.settings.language))
    if fieldwalk.entry and not page.route.startswith(routes.JOIN):
        page.route = routes.join(fieldwalk.entry)
    fieldwalk.outing.go_on()
    page.render_views(App, fieldwalk)
