"""What the desk adds to Wagtail."""

from wagtail import hooks

from desk import landing, menu

# After every other: what they put there is Wagtail's or a package's.
hooks.register("construct_homepage_panels", landing.put_desk, order=1000)
hooks.register("register_admin_urls", landing.urls)
hooks.register("register_admin_menu_item", menu.menu_item)
for name in ("main", "reports", "settings", "help"):
    hooks.register(f"construct_{name}_menu", menu.leave_out_closed, order=1000)
