print("imagekit")
