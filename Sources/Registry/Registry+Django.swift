extension Registry {
    /// Whether a Django site uses the same cache folder. If so, the folder can contain files that no generator of the
    /// registry makes. If the setting `shared_with_django` is absent, the result is true if a source group has a name
    /// in the form that `import-django` uses.
    package var isSharedWithDjango: Bool {
        settings.isSharedWithDjango ?? sourceGroups.keys.contains(where: SourceGroup.isFieldOfModel)
    }
}

extension SourceGroup {
    /// Returns whether `import-django` can give this name to a source group. Such a name consists of three Python
    /// names, as in `shop.Book.cover`.
    package static func isFieldOfModel(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 3
            && parts.allSatisfy { part in
                part.first.map { $0 == "_" || $0.isLetter } == true
                    && part.allSatisfy { $0 == "_" || $0.isLetter || $0.isNumber }
            }
    }
}
