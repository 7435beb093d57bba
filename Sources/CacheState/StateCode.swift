/// The values of the column `state`.
enum StateCode: Int {
    case made = 1
    case pending = 2
    case failed = 3
}
