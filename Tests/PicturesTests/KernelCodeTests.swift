#if arch(x86_64)
    import ResamplingKernels
    import ResamplingKernelsAVX2
    import Testing

    /// The loops of a reduction are written in one target and compiled again in another, for AVX2. If they are not inlined there,
    /// for example because an attribute is missing, the results stay the same and every reduction becomes slower.
    @Suite struct KernelCodeTests {
        /// `sumRows` and `sumColumns`, from the table of the functions that a type conforms with.
        private func functions(of kernels: any ReductionKernels<UInt8>.Type) -> [UnsafePointer<UInt8>] {
            // The type is in an optional, because Swift would otherwise pass the type inside the existential.
            let existential: (any ReductionKernels<UInt8>.Type)? = kernels
            let table = withUnsafeBytes(of: existential) {
                $0.load(fromByteOffset: 8, as: UnsafePointer<UnsafePointer<UInt8>>.self)
            }
            // The descriptor of the conformance and two entries for the associated type come first.
            return [table[3], table[4]]
        }

        /// Whether the beginning of a function has the instruction that multiplies and adds 32 bytes at a time: VPMADDWD of two
        /// YMM registers, in the short or the long form of its prefix.
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
