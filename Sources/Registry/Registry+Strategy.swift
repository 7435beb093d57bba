extension Registry {
    /// Returns the strategy of a generator: its own strategy, or else the strategy of the settings.
    package func strategy(of generator: Generator) -> CacheFileStrategy { generator.strategy ?? settings.strategy }
}
