"""What the programme came to: figures by area, the map, the brief of the regent, the public page."""
