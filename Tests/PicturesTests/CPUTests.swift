import Testing

@testable import Pictures

@Suite struct CPUTests {
    @Test func usesTheFlagsOfTheFirstProcessor() {
        #expect(CPU.listsAVX2("processor\t: 0\nflags\t\t: fpu sse2 avx2 bmi2\nbugs\t\t: none\n"))
        #expect(CPU.listsAVX2("flags\t\t: fpu avx2"))
        #expect(!CPU.listsAVX2("processor\t: 0\nflags\t\t: fpu sse2 avx avx2x\nvmx flags\t: avx2\n"))
        #expect(!CPU.listsAVX2("processor\t: 0\nFeatures\t: fp asimd sve\n"))
        #expect(!CPU.listsAVX2(""))
    }
}
