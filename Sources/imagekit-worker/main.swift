import Rendering

Worker.main()
