"""How right the shipped build is: ``tocsin eval``, on our own suite or on anyone's annotated articles."""
