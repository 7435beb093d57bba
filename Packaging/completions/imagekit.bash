# Completion of imagekit for bash. Generated from the declarations of the commands: run make generate.

# The first argument contains one value per line.
_imagekit_reply() {
    local values=$1 current=$2 prefix= value
    # bash treats colons as the end of a word, but ids contain colons. So remove the part before the last colon.
    [[ $current == *:* && $COMP_WORDBREAKS == *:* ]] && prefix=${current%"${current##*:}"}
    COMPREPLY=()
    case $values in
    # readline completes paths itself, because it knows how to quote them.
    @files) compopt -o default ;;
    @folders) compopt -o dirnames ;;
    @nothing) ;;
    *)
        # Do not use compgen -W, because it runs the commands in a value such as $(reboot). Quote each
        # value, because an id can contain any character.
        while IFS= read -r value; do
            [[ -n $value && $value == "$current"* ]] || continue
            printf -v value %q "${value#"$prefix"}"
            COMPREPLY+=("$value")
        done <<<"$values"
        ;;
    esac
}

_imagekit() {
    local line=${COMP_LINE:0:COMP_POINT} words i
    read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    local count=${#words[@]} command=${words[1]} registry=()
    local current=${words[count - 1]} previous=${words[count - 2]} values=
    if [[ $current == --*=* ]]; then
        previous=${current%%=*}
        current=${current#*=}
    fi
    if ((count <= 2)) || [[ $command == help ]]; then
        values='init generateimages generateimage thumbnail process render html watch work serve gallery status prune invalidate clear state list explain validate processors formats doctor import-django help --help --version'
        _imagekit_reply "${values// /$'\n'}" "$current"
        return
    fi
    local options= valued= positional=@nothing further=@nothing plain=0
    case $command in
    init)
        options='--version -h --help'
        valued=''
        positional='@folders' further='@nothing'
        ;;
    generateimages)
        options='-r --registry --untrusted-registry -f --force --verify --outdated -n --dry-run --check --only-source --shard --state --time-budget --enqueue --bundle-size --fail-fast --only-new-failures --no-wait --wait --manifest --progress -j --jobs --max-pixels --max-frames --max-file-size --max-output-size --max-memory --timeout --sandbox --truncated --log-format --timestamps --summary -q --quiet -v --verbose --version -h --help'
        valued='-r --registry --only-source --shard --state --time-budget --enqueue --bundle-size --wait --manifest --progress -j --jobs --max-pixels --max-frames --max-file-size --max-output-size --max-memory --timeout --sandbox --truncated --log-format'
        positional='@ids' further='@ids'
        case $previous in
        -r | --registry) values='@files' ;;
        --only-source) values='@files' ;;
        --shard) values='auto' ;;
        --state) values='@nothing' ;;
        --time-budget) values='@nothing' ;;
        --enqueue) values='@nothing' ;;
        --bundle-size) values='@nothing' ;;
        --wait) values='@nothing' ;;
        --manifest) values='@files' ;;
        --progress) values='auto always never' ;;
        -j | --jobs) values='@nothing' ;;
        --max-pixels) values='@nothing' ;;
        --max-frames) values='@nothing' ;;
        --max-file-size) values='@nothing' ;;
        --max-output-size) values='@nothing' ;;
        --max-memory) values='@nothing' ;;
        --timeout) values='@nothing' ;;
        --sandbox) values='auto required off' ;;
        --truncated) values='refuse accept' ;;
        --log-format) values='text json' ;;
        esac
        ;;
    generateimage)
        options='--source --set --name -r --registry --untrusted-registry --html --url --path --json --content -f --force --max-pixels --max-frames --max-file-size --max-output-size --max-memory --timeout --sandbox --truncated --no-wait --wait --attribute --version -h --help'
        valued='--source --set --name -r --registry --max-pixels --max-frames --max-file-size --max-output-size --max-memory --timeout --sandbox --truncated --wait --attribute'
        positional='@ids' further='@files'
        case $previous in
        --source) values='@files' ;;
        --set) values='@nothing' ;;
        --name) values='@files' ;;
        -r | --registry) values='@files' ;;
        --max-pixels) values='@nothing' ;;
        --max-frames) values='@nothing' ;;
        --max-file-size) values='@nothing' ;;
        --max-output-size) values='@nothing' ;;
        --max-memory) values='@nothing' ;;
        --timeout) values='@nothing' ;;
        --sandbox) values='auto required off' ;;
        --truncated) values='refuse accept' ;;
        --wait) values='@nothing' ;;
        --attribute) values='@nothing' ;;
        esac
        ;;
    thumbnail)
        options='--anchor --crop --no-crop --upscale --no-upscale --format --srcset --set -r --registry --untrusted-registry --html --url --path --json --content -f --force --max-pixels --max-frames --max-file-size --max-output-size --max-memory --timeout --sandbox --truncated --no-wait --wait --attribute --version -h --help'
        valued='--anchor --format --srcset --set -r --registry --max-pixels --max-frames --max-file-size --max-output-size --max-memory --timeout --sandbox --truncated --wait --attribute'
        positional='@nothing' further='@files'
        case $previous in
        --anchor) values='tl t tr l c r bl b br attention focus' ;;
        --format) values='JPEG PNG GIF WEBP TIFF BMP AVIF JPEG2000 JXL' ;;
        --srcset) values='@nothing' ;;
        --set) values='@nothing' ;;
        -r | --registry) values='@files' ;;
        --max-pixels) values='@nothing' ;;
        --max-frames) values='@nothing' ;;
        --max-file-size) values='@nothing' ;;
        --max-output-size) values='@nothing' ;;
        --max-memory) values='@nothing' ;;
        --timeout) values='@nothing' ;;
        --sandbox) values='auto required off' ;;
        --truncated) values='refuse accept' ;;
        --wait) values='@nothing' ;;
        --attribute) values='@nothing' ;;
        esac
        ;;
    process)
        options='--upload-to --set -r --registry --untrusted-registry --name --url --path --json --max-pixels --max-frames --max-file-size --max-output-size --max-memory --timeout --sandbox --truncated --version -h --help'
        valued='--upload-to --set -r --registry --max-pixels --max-frames --max-file-size --max-output-size --max-memory --timeout --sandbox --truncated'
        positional='@ids' further='@files'
        case $previous in
        --upload-to) values='@nothing' ;;
        --set) values='@nothing' ;;
        -r | --registry) values='@files' ;;
        --max-pixels) values='@nothing' ;;
        --max-frames) values='@nothing' ;;
        --max-file-size) values='@nothing' ;;
        --max-output-size) values='@nothing' ;;
        --max-memory) values='@nothing' ;;
        --timeout) values='@nothing' ;;
        --sandbox) values='auto required off' ;;
        --truncated) values='refuse accept' ;;
        esac
        ;;
    render)
        options='-o --output --context --templates --root --tags-only --check --scan --scan-format --generator -r --registry --untrusted-registry -j --jobs --max-pixels --max-frames --max-file-size --max-output-size --max-memory --timeout --sandbox --truncated --no-wait --wait --version -h --help'
        valued='-o --output --context --templates --root --scan-format --generator -r --registry -j --jobs --max-pixels --max-frames --max-file-size --max-output-size --max-memory --timeout --sandbox --truncated --wait'
        positional='@files' further='@files'
        case $previous in
        -o | --output) values='@folders' ;;
        --context) values='@files' ;;
        --templates) values='@folders' ;;
        --root) values='@folders' ;;
        --scan-format) values='json names registry' ;;
        --generator) values='@ids' ;;
        -r | --registry) values='@files' ;;
        -j | --jobs) values='@nothing' ;;
        --max-pixels) values='@nothing' ;;
        --max-frames) values='@nothing' ;;
        --max-file-size) values='@nothing' ;;
        --max-output-size) values='@nothing' ;;
        --max-memory) values='@nothing' ;;
        --timeout) values='@nothing' ;;
        --sandbox) values='auto required off' ;;
        --truncated) values='refuse accept' ;;
        --wait) values='@nothing' ;;
        esac
        ;;
    html)
        options='-g --generator --site-url --markdown --check -n --dry-run -r --registry --untrusted-registry -j --jobs --max-pixels --max-frames --max-file-size --max-output-size --max-memory --timeout --sandbox --truncated --no-wait --wait --version -h --help'
        valued='-g --generator --site-url -r --registry -j --jobs --max-pixels --max-frames --max-file-size --max-output-size --max-memory --timeout --sandbox --truncated --wait'
        positional='@folders' further='@nothing'
        case $previous in
        -g | --generator) values='@ids' ;;
        --site-url) values='@nothing' ;;
        -r | --registry) values='@files' ;;
        -j | --jobs) values='@nothing' ;;
        --max-pixels) values='@nothing' ;;
        --max-frames) values='@nothing' ;;
        --max-file-size) values='@nothing' ;;
        --max-output-size) values='@nothing' ;;
        --max-memory) values='@nothing' ;;
        --timeout) values='@nothing' ;;
        --sandbox) values='auto required off' ;;
        --truncated) values='refuse accept' ;;
        --wait) values='@nothing' ;;
        esac
        ;;
    watch)
        options='-r --registry --untrusted-registry --settle --rescan --requests --no-catch-up -j --jobs --max-pixels --max-frames --max-file-size --max-output-size --max-memory --timeout --sandbox --truncated --log-format --timestamps --summary -q --quiet -v --verbose --version -h --help'
        valued='-r --registry --settle --rescan -j --jobs --max-pixels --max-frames --max-file-size --max-output-size --max-memory --timeout --sandbox --truncated --log-format'
        positional='@ids' further='@ids'
        case $previous in
        -r | --registry) values='@files' ;;
        --settle) values='@nothing' ;;
        --rescan) values='@nothing' ;;
        -j | --jobs) values='@nothing' ;;
        --max-pixels) values='@nothing' ;;
        --max-frames) values='@nothing' ;;
        --max-file-size) values='@nothing' ;;
        --max-output-size) values='@nothing' ;;
        --max-memory) values='@nothing' ;;
        --timeout) values='@nothing' ;;
        --sandbox) values='auto required off' ;;
        --truncated) values='refuse accept' ;;
        --log-format) values='text json' ;;
        esac
        ;;
    work)
        options='-r --registry --untrusted-registry --until-empty --retry-dead --lease --tries --server-timeout -j --jobs --max-pixels --max-frames --max-file-size --max-output-size --max-memory --timeout --sandbox --truncated --log-format --timestamps --summary -q --quiet -v --verbose --version -h --help'
        valued='-r --registry --lease --tries --server-timeout -j --jobs --max-pixels --max-frames --max-file-size --max-output-size --max-memory --timeout --sandbox --truncated --log-format'
        positional='@nothing' further='@nothing'
        case $previous in
        -r | --registry) values='@files' ;;
        --lease) values='@nothing' ;;
        --tries) values='@nothing' ;;
        --server-timeout) values='@nothing' ;;
        -j | --jobs) values='@nothing' ;;
        --max-pixels) values='@nothing' ;;
        --max-frames) values='@nothing' ;;
        --max-file-size) values='@nothing' ;;
        --max-output-size) values='@nothing' ;;
        --max-memory) values='@nothing' ;;
        --timeout) values='@nothing' ;;
        --sandbox) values='auto required off' ;;
        --truncated) values='refuse accept' ;;
        --log-format) values='text json' ;;
        esac
        ;;
    serve)
        options='--listen -r --registry --untrusted-registry -j --jobs --queue --access-log --upload-token-file --upload-to --max-pixels --max-frames --max-file-size --max-output-size --max-memory --timeout --sandbox --truncated --version -h --help'
        valued='--listen -r --registry -j --jobs --queue --access-log --upload-token-file --upload-to --max-pixels --max-frames --max-file-size --max-output-size --max-memory --timeout --sandbox --truncated'
        positional='@nothing' further='@nothing'
        case $previous in
        --listen) values='@nothing' ;;
        -r | --registry) values='@files' ;;
        -j | --jobs) values='@nothing' ;;
        --queue) values='@nothing' ;;
        --access-log) values='@files' ;;
        --upload-token-file) values='@files' ;;
        --upload-to) values='@nothing' ;;
        --max-pixels) values='@nothing' ;;
        --max-frames) values='@nothing' ;;
        --max-file-size) values='@nothing' ;;
        --max-output-size) values='@nothing' ;;
        --max-memory) values='@nothing' ;;
        --timeout) values='@nothing' ;;
        --sandbox) values='auto required off' ;;
        --truncated) values='refuse accept' ;;
        esac
        ;;
    gallery)
        options='-o --output --only-source --inline --urls -r --registry --untrusted-registry --version -h --help'
        valued='-o --output --only-source -r --registry'
        positional='@ids' further='@ids'
        case $previous in
        -o | --output) values='@files' ;;
        --only-source) values='@files' ;;
        -r | --registry) values='@files' ;;
        esac
        ;;
    status)
        options='-r --registry --untrusted-registry --failed --queue -v --verbose --json --version -h --help'
        valued='-r --registry --queue'
        positional='@nothing' further='@nothing'
        case $previous in
        -r | --registry) values='@files' ;;
        --queue) values='@nothing' ;;
        esac
        ;;
    prune)
        options='-r --registry --untrusted-registry -n --dry-run --older-than --include-unproven --yes --no-wait --wait --version -h --help'
        valued='-r --registry --older-than --wait'
        positional='@nothing' further='@nothing'
        case $previous in
        -r | --registry) values='@files' ;;
        --older-than) values='@nothing' ;;
        --wait) values='@nothing' ;;
        esac
        ;;
    invalidate)
        options='-r --registry --untrusted-registry --only-source --no-wait --wait --version -h --help'
        valued='-r --registry --only-source --wait'
        positional='@ids' further='@ids'
        case $previous in
        -r | --registry) values='@files' ;;
        --only-source) values='@files' ;;
        --wait) values='@nothing' ;;
        esac
        ;;
    clear)
        options='-r --registry --untrusted-registry --only-source --no-wait --wait --version -h --help'
        valued='-r --registry --only-source --wait'
        positional='@ids' further='@ids'
        case $previous in
        -r | --registry) values='@files' ;;
        --only-source) values='@files' ;;
        --wait) values='@nothing' ;;
        esac
        ;;
    state)
        options='-r --registry --untrusted-registry --no-wait --wait --version -h --help'
        valued='-r --registry --wait'
        positional='merge' further='@files'
        case $previous in
        -r | --registry) values='@files' ;;
        --wait) values='@nothing' ;;
        esac
        ;;
    list)
        options='-v --verbose --json -r --registry --untrusted-registry --version -h --help'
        valued='-r --registry'
        positional='@ids' further='@ids'
        case $previous in
        -r | --registry) values='@files' ;;
        esac
        ;;
    explain)
        options='-r --registry --untrusted-registry --json --version -h --help'
        valued='-r --registry'
        positional='@files' further='@nothing'
        case $previous in
        -r | --registry) values='@files' ;;
        esac
        ;;
    validate)
        options='-r --registry --untrusted-registry --version -h --help'
        valued='-r --registry'
        positional='@nothing' further='@nothing'
        case $previous in
        -r | --registry) values='@files' ;;
        esac
        ;;
    processors)
        options='--json --version -h --help'
        valued=''
        positional='AddBorder Adjust ColorOverlay Convert Crop GaussianBlur ImageOverlay MakeOpaque Reflection Resize ResizeCanvas ResizeToCover ResizeToFill ResizeToFit Rounded SetOpacity Sharpen SmartCrop SmartResize Text Thumbnail Tint Transpose Trim TrimBorderColor exec vips' further='@nothing'
        ;;
    formats)
        options='--json --version -h --help'
        valued=''
        positional='@nothing' further='@nothing'
        ;;
    doctor)
        options='-r --registry --untrusted-registry --json --version -h --help'
        valued='-r --registry'
        positional='@nothing' further='@nothing'
        case $previous in
        -r | --registry) values='@files' ;;
        esac
        ;;
    import-django)
        options='--project --settings --python -o --output --strict --version -h --help'
        valued='--project --settings --python -o --output'
        positional='@nothing' further='@nothing'
        case $previous in
        --project) values='@folders' ;;
        --settings) values='@nothing' ;;
        --python) values='@files' ;;
        -o | --output) values='@files' ;;
        esac
        ;;
    esac
    for ((i = 2; i < count - 1; i++)); do
        case ${words[i]} in
        -r | --registry) registry=(-r "${words[++i]}") ;;
        --registry=*) registry=(-r "${words[i]#*=}") ;;
        -*) [[ " $valued " == *" ${words[i]} "* ]] && ((i++)) ;;
        *) ((plain++)) ;;
        esac
    done
    ((plain > 0)) && positional=$further
    if [[ -z $values ]]; then
        if [[ $current == -* ]]; then values=$options; else values=$positional; fi
    fi
    if [[ $values == @ids ]]; then
        values=$("${words[0]}" generator-ids "${registry[@]}" 2>/dev/null)
    else
        values=${values// /$'\n'}
    fi
    _imagekit_reply "$values" "$current"
}

complete -F _imagekit imagekit
