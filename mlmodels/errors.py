"""What can go wrong with a picture or a model. `code` is the contract, the text is for logs."""


class ImageRejectedError(Exception):
    """A picture that is not looked at: `code` is one of empty_frame, not_jpeg, bad_image, too_large, too_small,
    too_many_pixels.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ModelUnavailableError(Exception):
    """A model file is missing, damaged or of another format; the text names the file and what to do."""
