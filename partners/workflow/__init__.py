"""What surrounds the verbs of moderation: who may decide, what was read, the screens, the mails."""
