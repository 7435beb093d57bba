// Made by Scripts/pilkit_expectations.py with pilkit 3.0 and Pillow; not to be edited.

package enum PILKitExpectations {
    /// Source mode and size, processor, its arguments; the size and pixels it gives, as RGBA.
    package static let pixels: [(mode: String, width: Int, height: Int, call: String, made: String, rgba: String)] = [
        (
            "RGB", 40, 30, ##"{"Crop": {"width": 6, "height": 5}}"##, "6×5 RGBA",
            "f55be0fffc60ecff0365f8ffb01004ffb71510ffbe1a1cfff866f1ffff6bfeff06700bffb31b18ffba2025ffc12532fffb7102ff027610ff097b1effb6262cffbd2b3affc43048fffe7c13ff058122ff0c8631ffb93140ffc0364fffc73b5eff018724ff088c34ff0f9144ffbc3c54ffc34164ffca4674ff"
        ),
        (
            "RGB", 40, 30, ##"{"Crop": {"width": 7, "height": 5, "anchor": "br"}}"##, "7×5 RGBA",
            "32e04dff39e566ff40ea7fff47ef98ff4ef4b1ff55f9caff5cfee3ff35eb6eff3cf088ff43f5a2ff4afabcff51ffd6ff5804f0ff5f090aff38f68fff3ffbaaff4600c5ff4d05e0ff540afbff5b0f16ff621431ff3b01b0ff4206ccff490be8ff501004ff571520ff5e1a3cff651f58ff3e0cd1ff4511eeff4c160bff531b28ff5a2045ff612562ff682a7fff"
        ),
        (
            "RGB", 40, 30, ##"{"Crop": {"width": 7, "height": 5, "x": -33, "y": -2}}"##, "7×5 RGBA",
            "ede356fff4e858fffbed5aff02f25cff09f75eff10fc60ff170162fff0ee77fff7f37afffef87dff05fd80ff0c0283ff130786ff1a0c89fff3f998fffafe9cff0103a0ff0808a4ff0f0da8ff1612acff1d17b0fff604b9fffd09beff040ec3ff0b13c8ff1218cdff191dd2ff2022d7fff90fdaff0014e0ff0719e6ff0e1eecff1523f2ff1c28f8ff232dfeff"
        ),
        (
            "RGBA", 12, 9, ##"{"Crop": {"width": 4, "height": 20, "anchor": [0.3, 0.8]}}"##, "4×9 RGBA",
            "0e32142e153714451c3c145c23411473113d162e184217451f47185c264c19731448182e1b4d1a4522521c5c29571e7317531a2e78b21d457fb7205c86bc23731a5e1c2e7bbd204582c2245c89c728731d691e2e7ec8234585cd285c8cd22d732074202e277926452e7e2c5c35833273237f222e2a8429453189305c388e3773268a242e2d8f2c453494345c3b993c73"
        ),
        (
            "RGB", 4, 3, ##"{"Crop": {"width": 6, "height": 2, "x": 2, "y": 1}}"##, "4×2 RGBA",
            "ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00002814ff072d14ff"
        ),
        (
            "RGB", 4, 3, ##"{"ResizeCanvas": {"width": 7, "height": 6}}"##, "7×6 RGBA",
            "ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00002814ff072d14ff0e3214ff153714ffffffff00ffffff00ffffff00033314ff649215ff113d16ff184217ffffffff00ffffff00ffffff00063e14ff0d4316ff144818ff1b4d1affffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00"
        ),
        (
            "RGB", 4, 3, ##"{"ResizeCanvas": {"width": 7, "height": 2, "color": [9, 99, 199, 77], "anchor": "l"}}"##,
            "7×2 RGBA",
            "002814ff072d14ff0e3214ff153714ff0963c74d0963c74d0963c74d033314ff649215ff113d16ff184217ff0963c74d0963c74d0963c74d"
        ),
        (
            "RGBA", 4, 3, ##"{"ResizeCanvas": {"width": 5, "height": 5, "color": [9, 99, 199], "x": -1, "y": 3}}"##,
            "5×5 RGBA",
            "0963c7ff0963c7ff0963c7ff0963c7ff0963c7ff0963c7ff0963c7ff0963c7ff0963c7ff0963c7ff0963c7ff0963c7ff0963c7ff0963c7ff0963c7ff072d14550e3214aa153714ff0963c7ff0963c7ff64921555113d16aa184217ff0963c7ff0963c7ff"
        ),
        (
            "RGB", 4, 3, ##"{"ResizeCanvas": {"width": 5, "height": 5, "color": [1, 2, 3, 4], "x": 9, "y": 9}}"##,
            "5×5 RGBA",
            "01020304010203040102030401020304010203040102030401020304010203040102030401020304010203040102030401020304010203040102030401020304010203040102030401020304010203040102030401020304010203040102030401020304"
        ),
        (
            "L", 4, 3, ##"{"AddBorder": {"thickness": 1, "color": [255, 0, 0]}}"##, "6×5 RGBA",
            "ff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ff000000ff070707ff0e0e0eff151515ffff0000ffff0000ff030303ff646464ff111111ff181818ffff0000ffff0000ff060606ff0d0d0dff141414ff1b1b1bffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ff"
        ),
        (
            "RGB", 3, 2, ##"{"AddBorder": {"thickness": [1, 2, 3, 4]}}"##, "9×6 RGBA",
            "ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff005a8214ff072d14ff0e3214ffffffff00ffffff00ffffff00ffffff00ffffff00ffffff00033314ff0a3815ff113d16ffffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00ffffff00"
        ),
        (
            "RGBA", 6, 2, ##"{"MakeOpaque": {}}"##, "6×2 RGBA",
            "ffffffffdfe7d0d6c3d1a1c2738772c2496343d6234114ffffffffffced7d0d6a0b1a2c2748e74c24c6c46d6264c19ff"
        ),
        (
            "RGBA", 6, 2, ##"{"MakeOpaque": {"background_color": [10, 200, 30]}}"##, "6×2 RGBA",
            "0ac81eff1bbb1cd630b01ac2117118c2185816d6234114ff0ac81eff0aab1cd60d901bc212781ac21b6119d6264c19ff"
        ),
        ("L", 3, 2, ##"{"MakeOpaque": {}}"##, "3×2 RGBA", "5a5a5aff070707ff0e0e0eff030303ff0a0a0aff111111ff"),
        (
            "RGB", 5, 3, ##"{"Transpose": ["ROTATE_90"]}"##, "3×5 RGB",
            "1c3c14ff1f4718ff22521cff153714ff184217ff1b4d1aff0e3214ff113d16ff144818ff072d14ff649215ff0d4316ff002814ff033314ff063e14ff"
        ),
        (
            "RGB", 5, 3, ##"{"Transpose": ["ROTATE_270", "FLIP_HORIZONTAL"]}"##, "3×5 RGB",
            "002814ff033314ff063e14ff072d14ff649215ff0d4316ff0e3214ff113d16ff144818ff153714ff184217ff1b4d1aff1c3c14ff1f4718ff22521cff"
        ),
        (
            "RGB", 5, 3, ##"{"Transpose": ["ROTATE_180", "FLIP_VERTICAL"]}"##, "5×3 RGB",
            "1c3c14ff153714ff0e3214ff072d14ff002814ff1f4718ff184217ff113d16ff649215ff033314ff22521cff1b4d1aff144818ff0d4316ff063e14ff"
        ),
        (
            "RGB", 60, 40, ##"{"SmartCrop": {"width": 7, "height": 5}}"##, "7×5 RGB",
            "38f68fff3ffbaaff4600c5ff4d05e0ff540afbff5b0f16ff621431ff3b01b0ff4206ccff490be8ff501004ff571520ff5e1a3cff651f58ff3e0cd1ff4511eeff4c160bff531b28ff5a2045ff612562ff682a7fff4117f2ff481c10ff4f212eff56264cff5d2b6aff643088ff6b35a6ff442213ff4b2732ff522c51ff593170ff60368fff673baeff6e40cdff"
        ),
        (
            "RGBA", 60, 40, ##"{"SmartCrop": {"width": 9, "height": 3}}"##, "9×3 RGBA",
            "17bbc6811ec0dd8525c5f48a2cca0b8e33cf22923ad4399741d9509b48de679f4fe37ea41ac6e48121cbfc8528d0148a2fd52c8e36da44923ddf5c9744e4749b4be98c9f52eea4a41dd1028124d61b852bdb348a32e04d8e39e5669240ea7f9747ef989b4ef4b19f55f9caa4"
        ),
        (
            "L", 60, 40, ##"{"SmartCrop": {"width": 5, "height": 4}}"##, "5×4 L",
            "c5c5c5ffccccccffd3d3d3ffdadadaffe1e1e1ffc8c8c8ffcfcfcfffd6d6d6ffddddddffe4e4e4ffcbcbcbffd2d2d2ffd9d9d9ffe0e0e0ffe7e7e7ffcececeffd5d5d5ffdcdcdcffe3e3e3ffeaeaeaff"
        ),
        (
            "RGB", 6, 4, ##"{"SmartCrop": {"width": 60, "height": 40}}"##, "6×4 RGB",
            "002814ff072d14ff0e3214ff153714ff1c3c14ff234114ff033314ff649215ff6b9716ff184217ff1f4718ff264c19ff063e14ff0d4316ff144818ff1b4d1aff22521cff29571eff094914ff104e17ff17531aff1e581dff255d20ff2c6223ff"
        ),
        (
            "RGB", 8, 6, ##"{"Adjust": {"color": 0.3}}"##, "8×6 RGBA",
            "121e18ff17231bff1d281fff232d22ff283226ff2e3729ff333c2dff394130ff18261dff1d2b20ff233024ff293629ff2f3b2dff344030ff3a4534ff3f4a38ff1d2e22ff243426ff7c8c62ff829167ff344333ff3b4937ff404e3cff465340ff243727ff293c2cff829468ff889a6dff3b4c39ff41513fff475643ff4c5b47ff2a3f2cff304531ff364a36ff3c503cff415540ff485a46ff4d5f4aff546550ff304832ff364d37ff3c533cff425841ff485e47ff4e634dff546852ff5a6e57ff"
        ),
        (
            "RGB", 8, 6, ##"{"Adjust": {"brightness": 1.7, "contrast": 0.4}}"##, "8×6 RGBA",
            "456053ff4a6453ff4e6753ff536a53ff586e53ff5d7153ff627553ff667853ff476853ff4c6b53ff506e54ff557255ff5a7555ff5f7956ff647c57ff688057ff496f53ff4e7254ff90ab55ff94ab57ff5c7d58ff61805aff66845bff6a875cff4b7753ff507a55ff92ab57ff97ab59ff5e845bff63885dff688b5fff6c8e61ff4d7e53ff528255ff578558ff5c885bff608c5eff658f60ff6a9263ff6e9666ff4f8653ff548956ff598c5aff5e905dff629360ff679764ff6c9a67ff709e6aff"
        ),
        (
            "RGBA", 8, 6, ##"{"Adjust": {"contrast": 1.6, "color": 1.4}}"##, "8×6 RGBA",
            "001e000000260024002e00480036006d003e0091034600b6104e00da1d5600ff00330000003b0024004300480049006d00510091055900b6116100da1e6900ff00460000004e002478ed004885f5006d00660091066e00b6137600da207e00ff005b0000006300247bff004886ff006d00790091088100b6158900da219100ff006e000000760024007e00480085006d008d0091099500b6169d00da21a505ff0081000000890024009100480099006d00a100910ba800b618b008da23b810ff"
        ),
        (
            "RGBA", 8, 6, ##"{"Adjust": {"sharpness": 2.0}}"##, "8×6 RGBA",
            "00281400072d14240e3214481537146d1c3c1491234114b62a4614da314b14ff0333140003311524032f16480a34176d18401891264c19b62d511ada34561bff063e14000035162491c5184898ca1a6d14441c9129571eb6305c20da376122ff094914000240172494d01a489bd51d6d174f20912c6223b6336726da3a6c29ff0c5414000c5218240c501c481355206d216124912f6d28b636722cda3d7730ff0f5f1400166419241d691e48246e236d2b73289132782db6397d32da408237ff"
        ),
        (
            "RGB", 6, 5, ##"{"Reflection": {"size": 0.6, "opacity": 0.7, "background_color": "#cc8800"}}"##, "6×8 RGBA",
            "002814ff072d14ff0e3214ff153714ff1c3c14ff234114ff033314ff649215ff6b9716ff184217ff1f4718ff264c19ff063e14ff679d16ff6ea218ff1b4d1aff22521cff29571eff094914ff104e17ff17531aff1e581dff255d20ff2c6223ff0c5414ff135918ff1a5e1cff216320ff286824ff2f6d28ff5c6a0cff606d0eff646f10ff687213ff6c7515ff707817ff867107ff887308ff8b7509ff8d770aff90780cff927a0dffb57f02ffc08a03ffc18b03ffb78103ffb88203ffb98204ff"
        ),
        (
            "RGBA", 4, 6, ##"{"Reflection": {"size": 1.0, "opacity": 0.3}}"##, "4×12 RGBA",
            "00281400072d14550e3214aa153714ff033314000a381555113d16aa184217ff063e1400679d1655144818aa1b4d1aff094914006aa8175517531aaa1e581dff0c541400135918551a5e1caa216320ff0f5f1400166419551d691eaa246e23ffbcd2beb8bed4bfd0c0d5c0e7c2d7c2ffc7d7c9c4c8d9cad8cadacaebccdbcbffd3ded5d1e4efd5e0d5e0d6f0d6e1d6ffdfe6e1deebf2e1e9e1e7e1f4e1e8e1ffebefedebecefedf2ecf0edf8edf0edfff8f9f9f8f8f9f9faf8f9f9fdf9faf9ff"
        ),
        (
            "RGB", 5, 4, ##"{"ColorOverlay": {"color": [204, 0, 10], "overlay_opacity": 0.35}}"##, "5×4 RGB",
            "481a10ff4d1d10ff512010ff562410ff5a2710ff4a2110ff895e11ff532712ff582b12ff5c2e13ff4c2810ff502b12ff552f13ff593214ff5e3516ff4e2f10ff523212ff573614ff5b3916ff603c18ff"
        ),
        (
            "RGBA", 5, 4, ##"{"ColorOverlay": {"color": "#00ff80"}}"##, "5×4 RGB",
            "00944aff03964aff07994aff0a9b4aff0e9e4aff01994aff32c94bff089e4bff0ca14cff0fa34cff039f4aff06a14bff0aa44cff0da64dff11a94eff04a44aff08a74cff0ba94dff0fac4fff12ae50ff"
        ),
        (
            "RGB", 9, 7, ##"{"GaussianBlur": {"radius": 2}}"##, "9×7 RGB",
            "113f14ff154315ff1b4716ff214b17ff264f18ff2b5119ff2e531bff32551bff35571cff144515ff184a16ff1f4e17ff245218ff29551aff2d571cff30581dff345a1eff365b1fff174e16ff1c5217ff225719ff285b1aff2c5e1dff305f1fff336021ff366222ff386323ff195717ff1e5b18ff24601aff2a641dff2f6720ff326823ff356926ff386b28ff3b6c29ff1a5e18ff1e621aff24671cff2a6b20ff2f6e23ff337027ff37722aff3b732dff3d752fff1a6319ff1e671bff236b1eff296f22ff2f7326ff34762aff39782eff3c7a32ff3f7d33ff19661aff1d6a1cff226d1fff287123ff2e7628ff347a2dff3a7c30ff3d7f34ff408136ff"
        ),
        (
            "RGBA", 9, 7, ##"{"GaussianBlur": {"radius": 0.7}}"##, "9×7 RGBA",
            "012b14070730141f1036143f173b145f1c3f147f2344149f2a4914bf314e15df375316f8043314070d3b151f1e4b163f2550175f224a187f264c199f2d511abf34561bdf3a5b1cf8094014071b51161f4d81183f54861a5f30601c7f2b591e9f305c20bf376122df3d6624f80c4b14071e5c171f508c1a3f57911d5f336b207f2e64239f336726bf3a6c29df40712cf80d541407165c181f276b1c3f2e70205f2b6b247f2f6d289f36722cbf3d7730df437c34f8105f14071664191f1e6a1e3f256f235f2b73287f32782d9f397d32bf408237df46873cf813671407196c1a1f2071203f2776265f2e7b2c7f3580329f3c8538bf438a3ddf498f42f8"
        ),
        (
            "RGB", 9, 7, ##"{"Convert": {"mode": "L"}}"##, "9×7 L",
            "1a1a1aff1f1f1fff242424ff292929ff2e2e2eff333333ff383838ff3d3d3dff424242ff212121ff262626ff2b2b2bff313131ff363636ff3b3b3bff404040ff454545ff4a4a4aff282828ff2e2e2eff838383ff888888ff3d3d3dff434343ff484848ff4d4d4dff535353ff303030ff353535ff8a8a8aff909090ff454545ff4b4b4bff505050ff555555ff5b5b5bff373737ff3d3d3dff424242ff484848ff4d4d4dff535353ff585858ff5e5e5eff636363ff3f3f3fff444444ff4a4a4aff4f4f4fff555555ff5b5b5bff606060ff666666ff6b6b6bff464646ff4c4c4cff515151ff575757ff5d5d5dff626262ff686868ff6e6e6eff747474ff"
        ),
        (
            "RGBA", 9, 7, ##"{"Convert": {"mode": "LA"}}"##, "9×7 LA",
            "1a1a1a001f1f1f1f2424243f2929295f2e2e2e7f3333339f383838bf3d3d3ddf424242ff212121002626261f2b2b2b3f3131315f3636367f3b3b3b9f404040bf454545df4a4a4aff282828002e2e2e1f8383833f8888885f3d3d3d7f4343439f484848bf4d4d4ddf535353ff303030003535351f8a8a8a3f9090905f4545457f4b4b4b9f505050bf555555df5b5b5bff373737003d3d3d1f4242423f4848485f4d4d4d7f5353539f585858bf5e5e5edf636363ff3f3f3f004444441f4a4a4a3f4f4f4f5f5555557f5b5b5b9f606060bf666666df6b6b6bff464646004c4c4c1f5151513f5757575f5d5d5d7f6262629f686868bf6e6e6edf747474ff"
        ),
        (
            "L", 9, 7, ##"{"Convert": {"mode": "1"}}"##, "9×7 1",
            "000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ffffffffff000000ff000000ff000000ffffffffff000000ff000000ffffffffff000000ff000000ff000000ff000000ff000000ff000000ffffffffff000000ff000000ff000000ffffffffff000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ffffffffff000000ffffffffff000000ffffffffff000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff"
        ),
        (
            "RGBA", 9, 7, ##"{"Convert": {"mode": "RGB"}}"##, "9×7 RGB",
            "002814ff072d14ff0e3214ff153714ff1c3c14ff234114ff2a4614ff314b14ff385014ff033314ff0a3815ff113d16ff184217ff1f4718ff264c19ff2d511aff34561bff3b5b1cff063e14ff0d4316ff6ea218ff75a71aff22521cff29571eff305c20ff376122ff3e6624ff094914ff104e17ff71ad1aff78b21dff255d20ff2c6223ff336726ff3a6c29ff41712cff0c5414ff135918ff1a5e1cff216320ff286824ff2f6d28ff36722cff3d7730ff447c34ff0f5f14ff166419ff1d691eff246e23ff2b7328ff32782dff397d32ff408237ff47873cff126a14ff196f1aff207420ff277926ff2e7e2cff358332ff3c8838ff438d3eff4a9244ff"
        ),
        (
            "L", 5, 4, ##"{"Convert": {"mode": "RGBA"}}"##, "5×4 RGBA",
            "000000ff070707ff0e0e0eff151515ff1c1c1cff030303ff646464ff111111ff181818ff1f1f1fff060606ff0d0d0dff141414ff1b1b1bff222222ff090909ff101010ff171717ff1e1e1eff252525ff"
        ),
        (
            "RGBA", 24, 18, ##"{"Convert": {"mode": "P"}}"##, "24×18 P",
            "00281400002814000d3715121839142618391426244616372d4814472d4814473554194f3f551463495c1473495c14735766148a5766148a626e149b707814b1707814b1707814b17e8214c7888914d7888914d7969314ed969314eda19b14ff002814000d3715120d3715121b4718241b471824244616373554194f3554194f3554194f49651e6e49651e6e49651e6e576f20855c77268a637c28956c7e23a674882bb174882bb1818d26c7899730d2899730d2969c29e89ba434eda4a62bff002814001048170e1048170e1b47182425541d3125541d31305c20423866254d3866254d456b26634d752c6e4d752c6e5c77268a637c28956789389774882bb174882bb17d9336bc899730d2899730d292a23cdd9ba434eda0ac40f3a6b650fb002814001048170e16581a121e581d21255d202c2868232c3866254d3866254d427630584d752c6e4d752c6e5182386e5d8538856789389767893897759947a9759947a9809e47bc8da950cf8da950cf8da950cf9cb253e8a6b650fba6b650fb0028140016581a1216581a122868232c2868232c2868232c39772f4539772f45427630585182386e5182386e538b406e66964a8d66964a8d66964a8d759947a97aa759ab83a958bc8da950cf92b869d292b869d29fbd68e8a7c573f3a7c573f30028140019691b0e19691b0e2868232c2c78292c2c78292c39772f454384395243843952538b406e589348735893487366964a8d6ba359906ba359907aa759ab7faf64b185b972b892b869d292b869d29bc378dda7c573f3a9cd82f3add693f60028140019691b0e217921162c78292c2c78292c31892f2c99e73c4599e73c45a4ec4458b1f7506bb1f7506bb1f7506b6ba359906dab629070b66e907bb56ea685b972b885b972b896ca89cf96ca89cf96ca89cfadd693f6add693f6add693f6002814001c7a1b0b2179211631892f2c31892f2c31892f2c99e73c45a3f74950a3f74950b1f7506bb3045b68ba09627370b66e9070b66e9070b66e907ec07da686c889b186c889b196ca89cf9ad499d2a1d9a0dda8dea7e8b0e6b5f3b0e6b5f3002814001f851c0b268a241631892f2c3599352c3599352c9cf84442a3f74950a709544fb3045b68ba096273b9156b6b70b66e9073c17c9075c8849086c889b189d399b189d399b199dca8cc99dca8cca2e7b9d7b0e6b5f3b2eec4f3b4f5d2f30028140023951d0b299526163599352c3599352c3ea441379f034a42a709544fa709544fb9156b6bb9156b6bc21c777975c8849075c8849077d5938d89d399b18bdba4b18ee6b3b199e5b6c7a2e7b9d7a7efc8ddb4f5d2f3b4f5d2f3b6fee4f30028140023951d0b2da5291636a7372636a7372641af4637a709544fa7165847ae1b6252b9156b6bbc257768c32a827377d5938d77d5938d80dca09b8ee6b3b18ee6b3b18ee6b3b19df5d1c7a6f7d7d7a6f7d7d7b6fee4f3b907f7f3b907f7f30028140028a61f0b2da5291637b536213db5402c44ba4b37a7165847ae1b6252b3236c58bc257768c32a8273c8328d7977d5938d7be7a78c83e7ae9b8ee6b3b192f6cbb192f6cbb19df5d1c7a705eed2a705eed2b907f7f3bb0f06f3c21411ff002814002eb6240e2eb6240e37b5362143c5492f43c5492f4eca5c4255cf684d59d8704f66db866866db86686be7926b7be7a78c7be7a78c84f5bc9592f6cbb192f6cbb19808e6b3a705eed2a705eed2ad170dd4ba1716edba1716edc51f28ff002814002eb6240e34c62a123cc63b2143c5492f47d74f2e59d8704f59d8704f59d8704f6be7926b6be7926b74eea3797cf8b68584f5bc9589fdca9b9002d7a69808e6b39808e6b3a511fec7ad170dd4ad170dd4bb252fe8c42738f9c42738f90028140034c62a1234c62a123fd13e2147d74f2e47d74f2e57e56e4557e56e4562ea84586be7926b73f9a87173f9a8717cf8b6858608d0908608d0909808e6b39815f4aba11702bcad170dd4af211ed2b1282ad2bb252fe8c53552f3c53552f30028140037d7280e37d7280e47d74f2e4ae6512c4ae6512c57e56e455cf3784763f888526cfa9b6373f9a8717506b06e8608d0908608d0908c1ae7929815f4ab9d1d04b1a22513b6b1282ad2b1282ad2b63847d4c53552f3c53552f3c8446ff00028140037d7280e3ce52c104ae6512c4ae6512c54f666375cf3784763f88852670593547506b06e7506b06e7d0fc4798414d4858c1ae7928c1ae7929a280ba6a22513b6a72d24bcae3234c7b63847d4b63847d4c8446ff0c8446ff0d14b84ff002814003ce52c1041ed36164bf44f264bf44f2654f666375d017a4267059354670593547512b5687512b568801acf798c1ae7928e24f1909529029b9a280ba6a6352cb6a6352cb6b63847d4b84257d2bf4768ddc8446ff0d05392f9d05392f9"
        ),
        (
            "RGB", 7, 5, ##"{"Resize": {"width": 16, "height": 11}}"##, "16×11 RGB",
            "002814ff002514ff002214ff001f14ff001f14ff002314ff072b14ff123314ff173814ff1b3a14ff1d3b14ff1e3d14ff234013ff274313ff294513ff2b4613ff002714ff022a14ff093114ff133a14ff1a4014ff1a3f14ff183d14ff163914ff153814ff193a14ff1d3d14ff203f14ff234214ff274515ff294715ff2b4815ff002614ff083414ff214c14ff3f6915ff4e7815ff477015ff345c15ff1e4516ff133916ff173c16ff1f4316ff224516ff254717ff294a17ff2b4c17ff2d4d17ff002614ff0e3f14ff3b6a14ff6f9e15ff89b716ff7aa716ff538016ff285417ff113a17ff153f18ff214a18ff254c19ff264d1aff2a501bff2c521bff2e531bff002a14ff114614ff447815ff80b316ff9dcf17ff8bbb17ff5e8f18ff2c5c19ff113e19ff15431aff23501aff26521bff28531cff2c561dff2e581eff30591eff003114ff104814ff397015ff6aa016ff82b717ff74a818ff518519ff295c1aff14451aff18491bff24541cff27561dff29571eff2d5a1fff2f5c20ff315d20ff033b14ff0d4814ff245e15ff407a16ff4f8718ff498019ff376e1aff23591bff194d1cff1d511cff25571eff27591fff2a5b20ff2e5e21ff306022ff326122ff074614ff0a4814ff0f4d15ff165317ff1b5719ff1c581aff1c581bff1e571cff1e571eff22591fff265c20ff285e21ff2c6122ff306424ff326625ff346725ff0a4e14ff0a4d14ff084b15ff074917ff094a1aff0d4e1bff14541cff1d5a1dff215f20ff256121ff276222ff296423ff2d6725ff316a27ff336c29ff356d29ff0b5214ff0c5314ff0d5316ff0f5418ff12561aff15591cff195d1dff1f601fff226321ff266523ff296724ff2b6925ff2f6c28ff336f2aff35712bff37722bff0b5414ff0e5614ff115916ff175e18ff1c621aff1d631cff1f631dff21641fff226521ff266723ff296924ff2b6b27ff2f6e29ff33712aff35732dff37742dff"
        ),
        (
            "RGBA", 6, 5, ##"{"Resize": {"width": 13, "height": 3}}"##, "13×3 RGBA",
            "00000000336600052d51121c345c153a40651253385d136823491580153b1597143814ac1b3e14c5204215e3234415fa254717ff00000000669900054888121c6095153a6ea518535f931868396b19801c4d1b9716481aac1f501bc526551ce328561dfa2b591fff000000000066000509511b1c084f1a3a0c521b5311551a6819591b80205e1e9722601fac256322c5296625e32c6825fa306c27ff"
        ),
        (
            "L", 5, 4, ##"{"ResizeToCover": {"width": 9, "height": 9}}"##, "11×9 L",
            "000000ff000000ff000000ff000000ff010101ff0e0e0eff131313ff141414ff171717ff1b1b1bff1d1d1dff000000ff040404ff0e0e0eff161616ff131313ff0e0e0eff0f0f0fff141414ff191919ff1b1b1bff1d1d1dff000000ff0d0d0dff323232ff474747ff303030ff0f0f0fff0a0a0aff141414ff1c1c1cff1d1d1dff1e1e1eff000000ff131313ff484848ff666666ff414141ff111111ff070707ff151515ff1e1e1eff1f1f1fff202020ff020202ff0f0f0fff323232ff464646ff303030ff131313ff0d0d0dff171717ff1e1e1eff202020ff222222ff050505ff080808ff0d0d0dff121212ff131313ff141414ff161616ff1a1a1aff1e1e1eff212121ff232323ff070707ff060606ff030303ff030303ff0c0c0cff161616ff1a1a1aff1c1c1cff1f1f1fff222222ff252525ff080808ff090909ff0a0a0aff0d0d0dff121212ff171717ff1a1a1aff1d1d1dff212121ff242424ff262626ff080808ff0b0b0bff101010ff151515ff161616ff171717ff1a1a1aff1d1d1dff212121ff242424ff262626ff"
        ),
    ]

    /// Size, block, arguments of TrimBorderColor; the size it leaves.
    package static let trims: [(width: Int, height: Int, box: [Int], call: String, made: String)] = [
        (12, 9, [3, 2, 8, 7], ##"{"TrimBorderColor": {"tolerance": 0.1}}"##, "5×5"),
        (12, 9, [3, 2, 8, 7], ##"{"TrimBorderColor": {"color": [250, 250, 250, 255], "tolerance": 0}}"##, "5×5"),
        (12, 9, [1, 4, 6, 6], ##"{"TrimBorderColor": {"tolerance": 0.3, "sides": ["l", "t"]}}"##, "11×5"),
    ]

    /// Source size, processor with its arguments, the size it gives.
    package static let sizes: [(width: Int, height: Int, call: String, made: String)] = [
        (51, 37, ##"{"ResizeToCover": {"width": 6, "height": 32}}"##, "44×32"),
        (3, 1, ##"{"ResizeToFit": {"width": 10, "height": 38}}"##, "10×3"),
        (24, 21, ##"{"ResizeToFill": {"width": 2, "height": 18, "upscale": true}}"##, "2×18"),
        (56, 27, ##"{"Thumbnail": {"width": 35, "height": 35, "upscale": false}}"##, "35×27"),
        (52, 47, ##"{"ResizeToCover": {"width": 17, "height": 40}}"##, "44×40"),
        (55, 28, ##"{"ResizeToFit": {"width": 22}}"##, "22×11"),
        (29, 45, ##"{"ResizeToFill": {"width": 7, "height": 13}}"##, "7×13"),
        (51, 19, ##"{"Thumbnail": {"width": 7, "height": 3, "upscale": false}}"##, "7×3"),
        (24, 32, ##"{"ResizeToCover": {"width": 13, "height": 33}}"##, "25×33"),
        (45, 58, ##"{"ResizeToFit": {"width": 33, "height": 2, "upscale": true}}"##, "2×2"),
        (23, 38, ##"{"ResizeToFill": {"width": 8, "height": 6}}"##, "8×6"),
        (44, 34, ##"{"Thumbnail": {"width": 13, "height": 8, "upscale": false}}"##, "13×8"),
        (25, 31, ##"{"ResizeToCover": {"width": 15, "height": 9}}"##, "15×19"),
        (54, 56, ##"{"ResizeToFit": {"height": 1, "upscale": true}}"##, "1×1"),
        (58, 43, ##"{"ResizeToFill": {"width": 40, "height": 40, "upscale": true}}"##, "40×40"),
        (25, 19, ##"{"Thumbnail": {"width": 9}}"##, "9×7"),
        (26, 7, ##"{"ResizeToCover": {"width": 29, "height": 16}}"##, "59×16"),
        (6, 58, ##"{"ResizeToFit": {"width": 39, "height": 29}}"##, "3×29"),
        (51, 5, ##"{"ResizeToFill": {"width": 34, "height": 28, "upscale": false}}"##, "34×5"),
        (27, 6, ##"{"Thumbnail": {"width": 13, "height": 18}}"##, "13×6"),
        (12, 2, ##"{"ResizeToCover": {"width": 2, "height": 35, "upscale": false}}"##, "12×2"),
        (24, 13, ##"{"ResizeToFit": {"width": 17, "height": 33}}"##, "17×9"),
        (17, 27, ##"{"ResizeToFill": {"width": 27, "height": 40, "upscale": false}}"##, "17×27"),
        (43, 31, ##"{"Thumbnail": {"width": 32, "height": 10, "upscale": false}}"##, "32×10"),
        (30, 21, ##"{"ResizeToCover": {"width": 24, "height": 11}}"##, "24×17"),
        (60, 40, ##"{"ResizeToFit": {"width": 25}}"##, "25×17"),
        (47, 51, ##"{"ResizeToFill": {"width": 11, "height": 19}}"##, "11×19"),
        (40, 29, ##"{"Thumbnail": {"height": 12}}"##, "17×12"),
        (24, 24, ##"{"ResizeToCover": {"width": 32, "height": 38, "upscale": true}}"##, "38×38"),
        (18, 40, ##"{"ResizeToFit": {"width": 1, "height": 28}}"##, "1×2"),
        (34, 32, ##"{"ResizeToFill": {"width": 5, "height": 31, "upscale": true}}"##, "5×31"),
        (10, 44, ##"{"Thumbnail": {"height": 39}}"##, "9×39"),
        (7, 46, ##"{"ResizeToCover": {"width": 7, "height": 3}}"##, "7×46"),
        (30, 47, ##"{"ResizeToFit": {"width": 5, "height": 2, "upscale": false}}"##, "1×2"),
        (6, 11, ##"{"ResizeToFill": {"width": 40, "height": 17}}"##, "40×17"),
        (58, 42, ##"{"Thumbnail": {"width": 29, "height": 32}}"##, "29×32"),
        (9, 53, ##"{"ResizeToCover": {"width": 13, "height": 29, "upscale": true}}"##, "13×77"),
        (36, 18, ##"{"ResizeToFit": {"width": 31}}"##, "31×16"),
        (19, 24, ##"{"ResizeToFill": {"width": 3, "height": 6}}"##, "3×6"),
        (18, 18, ##"{"Thumbnail": {"width": 18, "height": 31}}"##, "18×18"),
        (3, 46, ##"{"ResizeToCover": {"width": 6, "height": 16}}"##, "6×92"),
        (41, 16, ##"{"ResizeToFit": {"width": 35, "height": 3, "upscale": true}}"##, "8×3"),
        (48, 49, ##"{"ResizeToFill": {"width": 14, "height": 28, "upscale": true}}"##, "14×28"),
        (47, 44, ##"{"Thumbnail": {"width": 8, "height": 26, "upscale": true}}"##, "8×26"),
        (5, 9, ##"{"ResizeToCover": {"width": 5, "height": 23}}"##, "13×23"),
        (2, 12, ##"{"ResizeToFit": {"height": 10}}"##, "2×10"),
        (55, 25, ##"{"ResizeToFill": {"width": 15, "height": 15}}"##, "15×15"),
        (46, 59, ##"{"Thumbnail": {"width": 9, "height": 27}}"##, "9×27"),
        (16, 36, ##"{"ResizeToCover": {"width": 37, "height": 1}}"##, "37×83"),
        (37, 25, ##"{"ResizeToFit": {"width": 13, "height": 21}}"##, "13×9"),
        (1, 26, ##"{"ResizeToFill": {"width": 34, "height": 36}}"##, "34×36"),
        (9, 46, ##"{"Thumbnail": {"width": 15, "height": 35, "upscale": false}}"##, "9×35"),
        (10, 11, ##"{"ResizeToCover": {"width": 9, "height": 25, "upscale": true}}"##, "23×25"),
        (31, 49, ##"{"ResizeToFit": {"width": 4, "height": 8}}"##, "4×6"),
        (44, 24, ##"{"ResizeToFill": {"width": 39, "height": 3, "upscale": true}}"##, "39×3"),
        (27, 15, ##"{"Thumbnail": {"height": 19}}"##, "27×15"),
        (56, 4, ##"{"ResizeToCover": {"width": 11, "height": 29, "upscale": true}}"##, "406×29"),
        (12, 4, ##"{"ResizeToFit": {"width": 2, "height": 28, "upscale": true}}"##, "2×1"),
        (13, 53, ##"{"ResizeToFill": {"width": 35, "height": 14, "upscale": true}}"##, "35×14"),
        (34, 51, ##"{"Thumbnail": {"height": 34, "upscale": false}}"##, "23×34"),
        (15, 49, ##"{"ResizeToCover": {"width": 2, "height": 24}}"##, "7×24"),
        (22, 28, ##"{"ResizeToFit": {"height": 23, "upscale": true}}"##, "18×23"),
        (30, 54, ##"{"ResizeToFill": {"width": 17, "height": 6}}"##, "17×6"),
        (40, 18, ##"{"Thumbnail": {"height": 9, "upscale": false}}"##, "20×9"),
        (39, 28, ##"{"ResizeToCover": {"width": 37, "height": 34}}"##, "47×34"),
        (31, 60, ##"{"ResizeToFit": {"height": 17, "upscale": true}}"##, "9×17"),
        (52, 12, ##"{"ResizeToFill": {"width": 37, "height": 7}}"##, "37×7"),
        (52, 1, ##"{"Thumbnail": {"width": 33, "upscale": false}}"##, "52×1"),
        (34, 50, ##"{"ResizeToCover": {"width": 35, "height": 31, "upscale": false}}"##, "34×50"),
        (25, 10, ##"{"ResizeToFit": {"width": 30, "upscale": true}}"##, "30×12"),
        (38, 55, ##"{"ResizeToFill": {"width": 24, "height": 15, "upscale": true}}"##, "24×15"),
        (6, 27, ##"{"Thumbnail": {"width": 40, "height": 40}}"##, "6×27"),
        (6, 13, ##"{"ResizeToCover": {"width": 25, "height": 27, "upscale": false}}"##, "6×13"),
        (54, 10, ##"{"ResizeToFit": {"width": 34, "height": 4}}"##, "22×4"),
        (32, 59, ##"{"ResizeToFill": {"width": 24, "height": 22}}"##, "24×22"),
        (38, 25, ##"{"Thumbnail": {"height": 5, "upscale": false}}"##, "8×5"),
        (47, 10, ##"{"ResizeToCover": {"width": 33, "height": 33, "upscale": false}}"##, "47×10"),
        (50, 6, ##"{"ResizeToFit": {"width": 6, "upscale": false}}"##, "6×1"),
        (59, 16, ##"{"ResizeToFill": {"width": 12, "height": 12, "upscale": true}}"##, "12×12"),
        (31, 48, ##"{"Thumbnail": {"height": 40, "upscale": false}}"##, "26×40"),
        (37, 24, ##"{"ResizeToCover": {"width": 10, "height": 22}}"##, "34×22"),
        (59, 5, ##"{"ResizeToFit": {"height": 1, "upscale": false}}"##, "12×1"),
        (21, 4, ##"{"ResizeToFill": {"width": 1, "height": 18}}"##, "1×18"),
        (7, 25, ##"{"Thumbnail": {"width": 40, "upscale": false}}"##, "7×25"),
        (24, 43, ##"{"ResizeToCover": {"width": 31, "height": 26}}"##, "31×56"),
        (35, 57, ##"{"ResizeToFit": {"width": 10, "height": 7, "upscale": false}}"##, "4×7"),
        (9, 44, ##"{"ResizeToFill": {"width": 36, "height": 31, "upscale": true}}"##, "36×31"),
        (26, 46, ##"{"Thumbnail": {"width": 13, "height": 35}}"##, "13×35"),
        (29, 22, ##"{"ResizeToCover": {"width": 17, "height": 35}}"##, "46×35"),
        (19, 35, ##"{"ResizeToFit": {"width": 18, "height": 29}}"##, "16×29"),
        (50, 3, ##"{"ResizeToFill": {"width": 33, "height": 16}}"##, "33×16"),
        (40, 1, ##"{"Thumbnail": {"width": 34, "height": 32, "upscale": false}}"##, "34×1"),
        (21, 1, ##"{"ResizeToCover": {"width": 14, "height": 37, "upscale": true}}"##, "777×37"),
        (4, 18, ##"{"ResizeToFit": {"height": 24}}"##, "5×24"),
        (6, 53, ##"{"ResizeToFill": {"width": 23, "height": 37, "upscale": true}}"##, "23×37"),
        (60, 41, ##"{"Thumbnail": {"width": 15, "upscale": false}}"##, "15×10"),
        (28, 4, ##"{"ResizeToCover": {"width": 38, "height": 40, "upscale": true}}"##, "280×40"),
        (15, 41, ##"{"ResizeToFit": {"width": 4, "height": 31}}"##, "4×11"),
        (34, 17, ##"{"ResizeToFill": {"width": 34, "height": 18}}"##, "34×18"),
        (24, 20, ##"{"Thumbnail": {"width": 28}}"##, "24×20"),
        (11, 18, ##"{"ResizeToCover": {"width": 4, "height": 33, "upscale": false}}"##, "11×18"),
        (33, 4, ##"{"ResizeToFit": {"width": 6}}"##, "6×1"),
        (12, 44, ##"{"ResizeToFill": {"width": 17, "height": 23, "upscale": true}}"##, "17×23"),
        (20, 23, ##"{"Thumbnail": {"width": 25, "height": 26}}"##, "20×23"),
        (46, 5, ##"{"ResizeToCover": {"width": 8, "height": 19}}"##, "175×19"),
        (29, 47, ##"{"ResizeToFit": {"height": 20}}"##, "12×20"),
        (50, 33, ##"{"ResizeToFill": {"width": 35, "height": 25, "upscale": false}}"##, "35×25"),
        (42, 42, ##"{"Thumbnail": {"height": 7}}"##, "7×7"),
        (2, 26, ##"{"ResizeToCover": {"width": 17, "height": 32, "upscale": false}}"##, "2×26"),
        (49, 12, ##"{"ResizeToFit": {"height": 10}}"##, "41×10"),
        (39, 21, ##"{"ResizeToFill": {"width": 27, "height": 31}}"##, "27×31"),
        (32, 29, ##"{"Thumbnail": {"width": 21, "height": 40}}"##, "21×29"),
        (35, 8, ##"{"ResizeToCover": {"width": 15, "height": 9, "upscale": false}}"##, "35×8"),
        (30, 37, ##"{"ResizeToFit": {"width": 18, "height": 38}}"##, "18×22"),
        (37, 59, ##"{"ResizeToFill": {"width": 15, "height": 2, "upscale": true}}"##, "15×2"),
        (37, 48, ##"{"Thumbnail": {"width": 8, "height": 3, "upscale": true}}"##, "8×3"),
        (17, 59, ##"{"ResizeToCover": {"width": 28, "height": 25, "upscale": false}}"##, "17×59"),
        (38, 24, ##"{"ResizeToFit": {"width": 38, "height": 4}}"##, "6×4"),
        (20, 19, ##"{"ResizeToFill": {"width": 38, "height": 31, "upscale": true}}"##, "38×31"),
        (37, 11, ##"{"Thumbnail": {"width": 24, "height": 37}}"##, "24×11"),
    ]

    /// Colours in Display P3 and what they are in sRGB.
    package static let displayP3: [(p3: [UInt8], srgb: [UInt8])] = [
        ([200, 60, 50], [217, 42, 39]),
        ([40, 180, 90], [0, 183, 78]),
        ([128, 128, 128], [128, 128, 128]),
        ([90, 60, 200], [95, 58, 208]),
        ([250, 240, 235], [252, 240, 234]),
    ]
}
