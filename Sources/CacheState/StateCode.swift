/// The values of the column `state` in the table `cache_file`.
enum StateCode: Int {
    case made = 1
    case pending = 2
    case failed = 3
}
