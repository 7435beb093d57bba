import WorkerLoop

Worker.main()
