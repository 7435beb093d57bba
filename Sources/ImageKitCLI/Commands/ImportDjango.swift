import ArgumentParser
import DjangoImport
import Files
import Registry
import Workers

struct ImportDjango: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import-django",
        abstract: "Writes the registry of a Django site that uses django-imagekit.",
        discussion: """
            Reads the project with its own Python. Writes its generators, its settings, and source groups that \
            query its database. Entries of an earlier import are updated; all others stay unchanged. What a registry \
            cannot express is left out and reported, one line each, and the exit code is 1.
            """
    )

    @Option(help: ArgumentHelp("Folder of manage.py.", valueName: "path"))
    var project: String

    @Option(
        help: ArgumentHelp(
            "Settings module. Default: DJANGO_SETTINGS_MODULE, or else the module in manage.py.",
            valueName: "module"
        )
    )
    var settings: String?

    @Option(
        help: ArgumentHelp(
            "Python interpreter of the site. Default: that of the project's .venv, its venv, or the active virtual "
                + "environment, or else python3.",
            valueName: "path"
        )
    )
    var python: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Path of the registry.", valueName: "path"))
    var output = "specs.json"

    func run() throws {
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
        for thing in report.leftOut {
            StandardStream.error.writeLine("# \(thing.name): left out: \(thing.reason)".oneLine)
        }
        for note in report.notes { StandardStream.error.writeLine("# \(note)".oneLine) }
        StandardStream.output.writeLine(summary(of: report).oneLine)
        do throws(RegistryError) {
            // Check the complete file, because existing entries can conflict with the imported ones. Pass no
            // environment variables: a Django project may need variables that a registry refuses, such as MEDIA_ROOT
            // without a prefix.
            _ = try Registry.load(path: output, forNamesOnly: true, environment: [:]) { query in
                try WorkerQuery.ask(query, environment: processEnvironment)
            }
        } catch {
            throw invalid(error)
        }
        if !report.leftOut.isEmpty { throw ExitStatus.incomplete.code }
    }

    private func summary(of report: DjangoImport.Report) -> String {
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
