extension Registry {
    /// Returns the strategy of a generator: its own strategy if it has one, otherwise the strategy of the settings.
    package func strategy(of generator: Generator) -> CacheFileStrategy { generator.strategy ?? settings.strategy }
}
