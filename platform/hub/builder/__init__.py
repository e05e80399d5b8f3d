"""What only the database's owner may do to an antenne: build its schema, copy it whole, drop it.

The web asks (`ask`), which leaves a Work and a job of the queue "builder". One process with the owner's
credentials takes these jobs and no other (`loop`, `manage.py builder`). Wherever a statement needs no owner
it stands as the national office or as the antenne: the owner's own role writes schemas, roles and rights.
"""
