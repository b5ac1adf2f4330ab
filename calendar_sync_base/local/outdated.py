"""Which listed events other accounts have written to since they were listed.

Accounts are listed together and finished one after another. What is listed may be older than what
a colleague's account has written to the same meeting meanwhile: taken for an edit, it would undo
that, and the next pass would do the same the other way round, without end.
"""


def written_since(links, listed_at):
    """Return those of some links whose meetings other accounts wrote remotely since a moment.

    Only of meetings that were edited here: of the others the older state changes nothing.
    """
    others = {one.id: one._meeting()._sync_links() - one for one in links if _edited(one)}
    wanted = [key for some in others.values() for key in some.ids]
    if not (wanted and listed_at):
        return links.browse()
    intents = links.env["calendar.sync.intent"].sudo()
    since = [("link_key", "in", wanted), ("create_date", ">=", listed_at)]
    written = links.browse(intents.search(since).mapped("link_key"))
    return links.filtered(lambda one: others.get(one.id, links.browse()) & written)


def _edited(link):
    return link.dirty_since and link._meeting()
