"""Who works for a partner: invitations, members, their roles."""
