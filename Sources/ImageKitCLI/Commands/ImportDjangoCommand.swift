import ArgumentParser
import DjangoImport
import Files
import Registry
import Workers

struct ImportDjangoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import-django",
        abstract: "Writes the registry of a Django site that uses django-imagekit.",
        discussion: """
            Reads the project with its own Python. Writes its generators, its settings, and source groups that \
            query its database. Entries of an earlier import are updated; all other entries stay unchanged. Parts of \
            the project that a registry cannot express are left out and reported, one per line. In this case, the exit \
            code is 1, unless the previous import left out the same parts.
            """
    )

    @Option(
        help: ArgumentHelp(
            "Folder of manage.py. Default: the current folder or the nearest parent folder that has a manage.py.",
            valueName: "path"
        )
    )
    var project: String?

    @Option(
        help: ArgumentHelp(
            "Settings module. Default: DJANGO_SETTINGS_MODULE, or else the module in manage.py.",
            valueName: "module"
        )
    )
    var settings: String?

    @Option(
        help: ArgumentHelp(
            "Python interpreter of the site. Default: the interpreter in the project's .venv, in its venv, or in the "
                + "active virtual environment, or else python3.",
            valueName: "path"
        )
    )
    var python: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Path of the registry. Default: specs.json next to manage.py.", valueName: "path")
    )
    var output: String?

    @Flag(help: "Exit with 1 if anything is left out, even if the previous import left it out too.")
    var strict = false

    func validate() throws {
        let values = [("project", project), ("settings", settings), ("python", python), ("output", output)]
        for (option, value) in values where value?.isEmpty == true {
            throw ValidationError("--\(option) is empty: give a value, or remove the option.")
        }
    }

    func run() throws {
        guard let project = project ?? DjangoProject.nearest else {
            throw ValidationError("There is no manage.py here or in any parent folder: name its folder with --project.")
        }
        let output = output ?? absolutePath(project) + "/specs.json"
        let report: DjangoImport.Report
        do {
            let site = try DjangoProject(
                folder: project,
                settings: settings,
                python: python,
                environment: processEnvironment
            )
            report = try DjangoImport(site, into: output).run()
        } catch let error as RegistryError {
            throw invalid(error)
        } catch DjangoProjectError.noFolder(let path) {
            throw ValidationError("\(DjangoProjectError.noFolder(path)).")
        } catch {
            StandardStream.error.writeLine("error: \(error)".oneLine)
            throw ExitStatus.incomplete.code
        }
        let reported = report.leftOut.filter { strict || !report.leftOutBefore.contains($0.name) }
        for thing in reported {
            StandardStream.error.writeLine("# \(thing.name): left out: \(thing.reason)".oneLine)
        }
        for note in report.notes { StandardStream.error.writeLine("# \(note)".oneLine) }
        StandardStream.output.writeLine(summary(of: report, in: output).oneLine)
        do throws(RegistryError) {
            // Check the complete file, because existing entries can conflict with imported entries. Pass no environment
            // variables to the registry, because the environment of a Django project can contain variables that the
            // registry rejects, such as MEDIA_ROOT without a prefix.
            _ = try Registry.load(path: output, forNamesOnly: true, environment: [:]) { query in
                try WorkerQuery.ask(query, environment: processEnvironment)
            }
        } catch {
            throw invalid(error)
        }
        if !reported.isEmpty { throw ExitStatus.incomplete.code }
    }

    private func summary(of report: DjangoImport.Report, in output: String) -> String {
        let counts = [
            counted(report.generators.count, "generator"), counted(report.sourceGroups, "source group"),
            report.leftOut.isEmpty
                ? nil : "\(report.leftOut.count) left out: \(report.leftOut.map(\.name).joined(separator: ", "))",
        ]
        return "\(output): \(report.hasChanged ? "written" : "unchanged"): "
            + counts.compactMap(\.self).joined(separator: ", ")
    }

    private func invalid(_ error: RegistryError) -> ExitCode {
        for problem in error.problems { StandardStream.error.writeLine(problem.description.oneLine) }
        return ExitStatus.invalidRegistry.code
    }
}
