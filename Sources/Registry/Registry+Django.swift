extension Registry {
    /// Whether a Django site uses the same cache folder, so that the folder contains files that the registry does not
    /// know.
    package var isSharedWithDjango: Bool {
        settings.isSharedWithDjango ?? sourceGroups.keys.contains(where: SourceGroup.isFieldOfModel)
    }
}

extension SourceGroup {
    /// Whether a group has a name that `import-django` gives, such as `shop.Book.cover`: three Python names.
    package static func isFieldOfModel(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 3
            && parts.allSatisfy { part in
                part.first.map { $0 == "_" || $0.isLetter } == true
                    && part.allSatisfy { $0 == "_" || $0.isLetter || $0.isNumber }
            }
    }
}
