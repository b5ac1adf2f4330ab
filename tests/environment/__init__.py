"""The development environment: Odoo, PostgreSQL and a browser, fetched, verified and started.

Read in this order:

    setup      fetches and verifies everything once; the only part that runs before it is there
    processes  starts programs that end when we end, whatever ends us
    postgres   the embedded database server
    odoo       an Odoo server, its client and its shell
    demo       ``make demo``
    phases     ``make test``
    fixtures   what pytest sees of all this
"""
