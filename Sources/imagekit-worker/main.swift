import Rendering

try Worker.run()
