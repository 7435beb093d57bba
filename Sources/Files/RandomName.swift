/// Returns a name that no other process chooses: 64 random bits as letters and digits.
package func randomName() -> String { String(UInt64.random(in: 0 ... .max), radix: 36) }
