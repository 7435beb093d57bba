#if arch(x86_64)
    import ResamplingKernels
    import ResamplingKernelsAVX2
    import Testing

    /// The loops of a reduction are written in one target, and compiled again for AVX2 in another target by inlining.
    /// If the compiler does not inline them, for example because an attribute is missing, the results stay the same,
    /// but every reduction becomes slower.
    @Suite struct KernelCodeTests {
        /// Returns the code of `sumRows` and `sumColumns`, from the table of the functions with which the type
        /// implements its protocol.
        private func functions(of kernels: any ReductionKernels<UInt8>.Type) -> [UnsafePointer<UInt8>] {
            // In an optional, the value has two words: the type and its table. Without the optional, Swift would pass
            // only the type to the closure.
            let existential: (any ReductionKernels<UInt8>.Type)? = kernels
            let table = withUnsafeBytes(of: existential) {
                $0.load(fromByteOffset: 8, as: UnsafePointer<UnsafePointer<UInt8>>.self)
            }
            // The first entries are the descriptor of the conformance and two entries for the associated type.
            return [table[3], table[4]]
        }

        /// Returns whether the first bytes of a function contain the instruction that multiplies and adds 32 bytes at a
        /// time: VPMADDWD of two YMM registers, with the short or the long form of its prefix.
        private func multipliesByAVX2(_ code: UnsafePointer<UInt8>) -> Bool {
            (0..<1024).contains { offset in
                let isShort = code[offset] == 0xC5 && code[offset + 1] & 0b111 == 0b101 && code[offset + 2] == 0xF5
                let isLong =
                    code[offset] == 0xC4 && code[offset + 1] & 0b11111 == 1 && code[offset + 2] & 0b111 == 0b101
                    && code[offset + 3] == 0xF5
                return isShort || isLong
            }
        }

        @Test func loopsForAVX2AreCompiledForIt() {
            for function in functions(of: AVX2ByteKernels.self) { #expect(multipliesByAVX2(function)) }
        }

        @Test func loopsForEveryProcessorAreNot() {
            for function in functions(of: ByteKernels.self) { #expect(!multipliesByAVX2(function)) }
        }
    }
#endif
