{
    "name": "Dark by cookie",
    "summary": "Loaded by test servers only; never installed",
    "version": "19.0.1.0.0",
    "author": "Calendar Sync contributors",
    "license": "LGPL-3",
    "depends": ["web"],
    "installable": False,
    "assets": {
        "web.assets_web_dark": [
            (
                "before",
                "web/static/src/scss/primary_variables.scss",
                "color_scheme_stand_in/static/src/dark_variables.scss",
            ),
        ],
    },
}
