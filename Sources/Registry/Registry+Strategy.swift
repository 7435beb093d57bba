extension Registry {
    package func strategy(of generator: Generator) -> CacheFileStrategy { generator.strategy ?? settings.strategy }
}
