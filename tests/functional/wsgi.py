"""The portal as gunicorn serves it, but in a hurry with its images."""

from PIL import Image

from portal.wsgi import application

__all__ = ["application"]

Image.init()
_encode = Image.SAVE["AVIF"]


def _hurried(image, file, name):
    # The hundred AVIF images of the demonstration would take most of a minute; at this speed, a few seconds.
    image.encoderinfo.setdefault("speed", 10)
    _encode(image, file, name)


Image.register_save("AVIF", _hurried)
